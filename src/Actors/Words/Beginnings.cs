namespace RedmineBridge.Actors.Words;

/// <summary>Finds what a person means who types a name or only its beginning. Case, <c>ё</c> and the number of blanks don't matter.</summary>
public static class Beginnings
{
    /// <returns>
    /// The choice of exactly this name (all, if several bear it); otherwise every choice whose name begins with what was typed. One is
    /// an answer, several are a question; nothing was meant by an empty text.
    /// </returns>
    public static IReadOnlyList<T> Find<T>(string typed, IEnumerable<T> choices, Func<T, string> name)
    {
        var wanted = Normal(typed);
        if (wanted.Length == 0)
            return [];
        List<T> exact = [], begun = [];
        foreach (var choice in choices)
        {
            var known = Normal(name(choice));
            if (known == wanted)
                exact.Add(choice);
            else if (known.StartsWith(wanted, StringComparison.Ordinal))
                begun.Add(choice);
        }

        return exact.Count > 0 ? exact : begun;
    }

    /// <summary>Whether two words differ by one letter too many, too few or wrong, or by two that changed places.</summary>
    internal static bool IsOneSlip(string a, string b)
    {
        if (a.Length > b.Length)
            (a, b) = (b, a);
        if (b.Length - a.Length > 1)
            return false;
        var same = a.AsSpan().CommonPrefixLength(b);
        if (a.Length < b.Length)
            return a.AsSpan(same).SequenceEqual(b.AsSpan(same + 1));
        return same == a.Length
            || a.AsSpan(same + 1).SequenceEqual(b.AsSpan(same + 1))
            || (same + 1 < a.Length && a[same] == b[same + 1] && a[same + 1] == b[same] && a.AsSpan(same + 2).SequenceEqual(b.AsSpan(same + 2)));
    }

    private static string Normal(string text) => string.Join(' ', Typed.Words(text));
}
