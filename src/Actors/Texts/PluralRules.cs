namespace RedmineBridge.Actors.Texts;

/// <summary>Unicode CLDR's cardinal plural rules of our languages.</summary>
internal static class PluralRules
{
    /// <param name="number">As it is shown: 1.0 has a fraction, 1 has none.</param>
    public static PluralCategory Category(Language language, decimal number)
    {
        if (number.Scale > 0)
            return PluralCategory.Other;
        var (ten, hundred) = (Math.Abs(number) % 10, Math.Abs(number) % 100);
        return language switch
        {
            Language.Russian when ten == 1 && hundred != 11 => PluralCategory.One,
            Language.Russian when ten is >= 2 and <= 4 && hundred is not (>= 12 and <= 14) => PluralCategory.Few,
            Language.Russian => PluralCategory.Many,
            _ => Math.Abs(number) == 1 ? PluralCategory.One : PluralCategory.Other,
        };
    }

    /// <summary>The forms a word needs to stand beside any number.</summary>
    public static IReadOnlyList<PluralCategory> Of(Language language) => language == Language.Russian
        ? [PluralCategory.One, PluralCategory.Few, PluralCategory.Many, PluralCategory.Other]
        : [PluralCategory.One, PluralCategory.Other];
}
