using System.Globalization;
using System.Resources;

namespace RedmineBridge.Actors.Texts;

/// <summary>
/// The sentences people see, in one language. They live in <c>Sentences.resx</c> and <c>Sentences.ru.resx</c> under the same names;
/// values that go into them are inserted whole, never glued, and what depends on a number is written as plural forms
/// (<see cref="SentencePattern"/>).
/// </summary>
public sealed class Sentences
{
    private static readonly ResourceManager Resources = new("RedmineBridge.Actors.Texts.Sentences", typeof(Sentences).Assembly);
    private static readonly Sentences English = new(Language.English, CultureInfo.GetCultureInfo("en"));
    private static readonly Sentences Russian = new(Language.Russian, CultureInfo.GetCultureInfo("ru"));

    private readonly Language _language;

    private Sentences(Language language, CultureInfo culture)
    {
        _language = language;
        Culture = culture;
    }

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

    /// <summary>A sentence as it stands, for those without holes.</summary>
    /// <exception cref="MissingManifestResourceException">No sentence has this name.</exception>
    public string this[string name] =>
        Resources.GetString(name, Culture) ?? throw new MissingManifestResourceException($"No sentence is named {name}.");

    /// <param name="values">Numbers as numbers where the sentence has plural forms for them.</param>
    /// <exception cref="MissingManifestResourceException">No sentence has this name.</exception>
    public string Format(string name, params IReadOnlyList<object> values) => SentencePattern.Parse(this[name]).Format(_language, Culture, values);
}
