using System.Globalization;
using System.Resources;

namespace RedmineBridge.Actors.Texts;

/// <summary>
/// The sentences people see, in one language. They live in <c>Sentences.resx</c> and <c>Sentences.ru.resx</c> under the same names;
/// values that go into them are inserted whole, never glued.
/// </summary>
public sealed class Sentences
{
    private static readonly ResourceManager Resources = new("RedmineBridge.Actors.Texts.Sentences", typeof(Sentences).Assembly);
    private static readonly Sentences English = new(CultureInfo.GetCultureInfo("en"));
    private static readonly Sentences Russian = new(CultureInfo.GetCultureInfo("ru"));

    private Sentences(CultureInfo culture) => Culture = culture;

    /// <summary>For dates and numbers.</summary>
    public CultureInfo Culture { get; }

    public static Sentences In(Language language) => language == Language.Russian ? Russian : English;

    /// <summary>The language of a Mattermost locale; <paramref name="otherwise"/> where it is empty or one we don't speak.</summary>
    public static Language Of(string? locale, Language otherwise) => locale switch
    {
        not null when locale.StartsWith("ru", StringComparison.OrdinalIgnoreCase) => Language.Russian,
        not null when locale.StartsWith("en", StringComparison.OrdinalIgnoreCase) => Language.English,
        _ => otherwise,
    };

    /// <exception cref="MissingManifestResourceException">No sentence has this name.</exception>
    public string this[string name] =>
        Resources.GetString(name, Culture) ?? throw new MissingManifestResourceException($"No sentence is named {name}.");

    public string Format(string name, params object[] values) => string.Format(Culture, this[name], values);
}
