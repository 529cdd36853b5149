using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Conversations;

/// <summary>Finds the field that a person names, in either language and whatever case its word is in. Pure.</summary>
internal static class FieldNames
{
    private const int MostWords = 4;

    /// <summary>A word's ending may be another one: исполнителя, проекту.</summary>
    private const int LongestEnding = 2;

    /// <param name="text">Begins with a field's name, or with the beginning of one: <c>due</c>, <c>due friday</c>, <c>срок на пятницу</c>.</param>
    /// <param name="fields">Keys, and the names of each.</param>
    /// <returns>The field and what follows its name; null where no field, or more than one, is named.</returns>
    public static (string Key, string Value)? Find(string text, IReadOnlyList<(string Key, IReadOnlyList<string> Names)> fields)
    {
        text = text.TrimStart();
        if (text.StartsWith("the ", StringComparison.OrdinalIgnoreCase))
            text = text[4..];
        var starts = Starts(text);
        for (var count = Math.Min(starts.Count, MostWords); count > 0; count--)
        {
            var end = count < starts.Count ? starts[count] : text.Length;
            var named = Typed.Words(Typed.WithoutTrailing(text.AsSpan(0, end).TrimEnd([':', ' '])));
            var found = fields.SelectMany(f => f.Names.Select(name => (f.Key, Words: Typed.Words(name)))).Where(f => Names(named, f.Words)).ToArray();
            // "Release" is that field, though there is a "Release date" too.
            var whole = found.Where(f => f.Words.Length == named.Length).Select(f => f.Key).Distinct().ToArray();
            if (whole is [var exact])
                return (exact, Lead(text[end..]));
            if (found.Select(f => f.Key).Distinct().ToArray() is [var only])
                return (only, Lead(text[end..]));
        }

        return null;
    }

    private static bool Names(string[] typed, string[] name) =>
        typed.Length > 0 && typed.Length <= name.Length && typed.Zip(name).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(string typed, string word)
    {
        var same = typed.AsSpan().CommonPrefixLength(word);
        return same >= Math.Min(3, word.Length) && (same == typed.Length || (typed.Length - same <= LongestEnding && word.Length - same <= LongestEnding));
    }

    private static List<int> Starts(string text)
    {
        List<int> starts = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsWhiteSpace(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1])))
                starts.Add(at);
        }

        return starts;
    }

    /// <summary>"change the project <em>to</em> Demo", "тему <em>на</em> …".</summary>
    private static string Lead(string rest)
    {
        var text = rest.TrimStart(' ', ':', '=', ',').TrimEnd();
        foreach (var word in (ReadOnlySpan<string>)["to ", "на "])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return text[word.Length..].TrimStart();
        }

        return text;
    }
}
