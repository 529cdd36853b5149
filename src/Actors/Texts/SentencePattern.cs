using System.Globalization;
using System.Text;

namespace RedmineBridge.Actors.Texts;

/// <summary>
/// A sentence with holes, in the part of ICU's message format that translators need: <c>{0}</c>, and
/// <c>{0, plural, one {# ticket} other {# tickets}}</c>, where <c>#</c> is the number, <c>=1 {…}</c> stands for exactly that number
/// and wins, and a form may have holes itself. Every plural has the form <c>other</c>. Unlike ICU's, an apostrophe is an apostrophe; a
/// brace is written by doubling it, outside of plural forms.
/// </summary>
internal sealed class SentencePattern
{
    private readonly IReadOnlyList<Part> _parts;

    private SentencePattern(IReadOnlyList<Part> parts) => _parts = parts;

    /// <exception cref="FormatException">The pattern is broken; the message says where.</exception>
    public static SentencePattern Parse(string pattern)
    {
        var at = 0;
        return new(ParseParts(pattern, ref at, plural: null));
    }

    /// <summary>All of them, those in plural forms too.</summary>
    public IReadOnlySet<int> Holes => Flatten(_parts).Select(part => part.Index).Where(index => index >= 0).ToHashSet();

    /// <summary>The selectors of each plural: <c>one</c>, <c>=1</c>, …</summary>
    public IEnumerable<IReadOnlyCollection<string>> Plurals => Flatten(_parts).OfType<PluralPart>().Select(part => (IReadOnlyCollection<string>)part.Forms.Keys);

    /// <exception cref="FormatException">A value is missing, or the one a plural goes by is no number.</exception>
    public string Format(Language language, CultureInfo culture, IReadOnlyList<object> values)
    {
        var text = new StringBuilder();
        Write(_parts, text, language, culture, values);
        return text.ToString();
    }

    private static IEnumerable<Part> Flatten(IEnumerable<Part> parts) =>
        parts.SelectMany(part => part is PluralPart plural ? Flatten(plural.Forms.Values.SelectMany(f => f)).Prepend(part) : [part]);

    private static void Write(IReadOnlyList<Part> parts, StringBuilder text, Language language, CultureInfo culture, IReadOnlyList<object> values)
    {
        foreach (var part in parts)
        {
            if (part.Index >= values.Count)
                throw new FormatException($"The sentence has a hole {{{part.Index}}}, but {values.Count} values were given.");
            switch (part)
            {
                case TextPart literal:
                    text.Append(literal.Text);
                    break;
                case PluralPart plural:
                    var number = Number(values[part.Index]);
                    var exact = "=" + number.ToString(CultureInfo.InvariantCulture);
                    var category = PluralRules.Category(language, number).ToString().ToLowerInvariant();
                    Write(plural.Forms.GetValueOrDefault(exact) ?? plural.Forms.GetValueOrDefault(category) ?? plural.Forms["other"], text, language, culture, values);
                    break;
                default:
                    text.Append(culture, $"{values[part.Index]}");
                    break;
            }
        }
    }

    private static decimal Number(object value) => value switch
    {
        int number => number,
        long number => number,
        decimal number => number,
        _ => throw new FormatException($"A plural goes by a number, not by a {value.GetType().Name}."),
    };

    /// <param name="plural">The hole whose number <c>#</c> shows; null outside of a plural, where the pattern ends with the text.</param>
    private static List<Part> ParseParts(string pattern, ref int at, int? plural)
    {
        List<Part> parts = [];
        var text = new StringBuilder();
        while (at < pattern.Length)
        {
            var c = pattern[at];
            if (c == '}' && plural is not null)
                break;
            // In a form "}}" closes it and its plural at once.
            if (c is '{' or '}' && plural is null && at + 1 < pattern.Length && pattern[at + 1] == c)
            {
                text.Append(c);
                at += 2;
            }
            else if (c == '{')
            {
                Flush();
                parts.Add(ParseHole(pattern, ref at));
            }
            else if (c == '#' && plural is { } index)
            {
                Flush();
                parts.Add(new HolePart(index));
                at++;
            }
            else if (c == '}')
            {
                throw Broken(pattern, at);
            }
            else
            {
                text.Append(c);
                at++;
            }
        }

        Flush();
        return parts;

        void Flush()
        {
            if (text.Length > 0)
                parts.Add(new TextPart(text.ToString()));
            text.Clear();
        }
    }

    private static Part ParseHole(string pattern, ref int at)
    {
        at++;
        var digits = Take(pattern, ref at, char.IsAsciiDigit);
        if (digits.Length is 0 or > 2)
            throw Broken(pattern, at);
        var index = int.Parse(digits, CultureInfo.InvariantCulture);
        if (Skip(pattern, ref at, '}'))
            return new HolePart(index);
        Expect(pattern, ref at, ',');
        Take(pattern, ref at, char.IsWhiteSpace);
        if (Take(pattern, ref at, char.IsAsciiLetter) != "plural")
            throw Broken(pattern, at);
        Expect(pattern, ref at, ',');
        var forms = new Dictionary<string, IReadOnlyList<Part>>();
        while (true)
        {
            Take(pattern, ref at, char.IsWhiteSpace);
            if (Skip(pattern, ref at, '}'))
                break;
            var selector = Take(pattern, ref at, c => char.IsAsciiLetterOrDigit(c) || c == '=');
            Take(pattern, ref at, char.IsWhiteSpace);
            Expect(pattern, ref at, '{');
            var form = ParseParts(pattern, ref at, index);
            Expect(pattern, ref at, '}');
            if (!IsSelector(selector) || !forms.TryAdd(selector, form))
                throw Broken(pattern, at);
        }

        return forms.ContainsKey("other") ? new PluralPart(index, forms) : throw Broken(pattern, at);
    }

    private static bool IsSelector(string selector) =>
        selector.StartsWith('=')
            ? selector.Length > 1 && selector.AsSpan(1).ContainsAnyExceptInRange('0', '9') is false
            : selector is "one" or "few" or "many" or "other";

    private static string Take(string pattern, ref int at, Func<char, bool> belongs)
    {
        var start = at;
        while (at < pattern.Length && belongs(pattern[at]))
            at++;
        return pattern[start..at];
    }

    private static bool Skip(string pattern, ref int at, char wanted)
    {
        var isThere = at < pattern.Length && pattern[at] == wanted;
        if (isThere)
            at++;
        return isThere;
    }

    private static void Expect(string pattern, ref int at, char wanted)
    {
        if (!Skip(pattern, ref at, wanted))
            throw Broken(pattern, at);
    }

    private static FormatException Broken(string pattern, int at) => new($"The sentence is broken at character {at}: {pattern}");

    /// <param name="Index">Of the value; -1 where none goes in.</param>
    private abstract record Part(int Index);

    private sealed record TextPart(string Text) : Part(-1);

    private sealed record HolePart(int Index) : Part(Index);

    private sealed record PluralPart(int Index, IReadOnlyDictionary<string, IReadOnlyList<Part>> Forms) : Part(Index);
}
