namespace RedmineBridge.Actors.Words;

/// <summary>
/// A task as people write it: what is to be done, and at the end, in any order, who does it (<c>@alice</c>) and by when. Each is
/// optional. Commas, semicolons, full stops and free-standing dashes may stand between them. Whatever stands before the first word
/// that is neither is text, with all the dates and at-signs in it.
/// </summary>
/// <param name="Subject">Part of the text to the character, without the blanks, commas, semicolons and dashes around it.</param>
/// <param name="Assignees">Logins without <c>@</c>, in lower case, each once, in the order of the text.</param>
/// <param name="Dates">In the order of the text; more than one only if they are different days.</param>
public sealed record TaskSentence(string Subject, IReadOnlyList<string> Assignees, IReadOnlyList<FoundDate> Dates)
{
    private const int LongestLogin = 64;

    public static TaskSentence Read(string text, DateOnly today)
    {
        List<string> logins = [];
        HashSet<string> known = [];
        List<FoundDate> dates = [];
        HashSet<Reading<DateOnly>> readings = [];
        var end = text.Length;
        while (true)
        {
            var tail = Tail(text, end);
            var start = MentionStart(text, tail);
            // "@bob and @alice" are two, not a text that ends with "and".
            if (start < 0 && end < text.Length && BeforeConnector(text, tail) is >= 0 and var before)
            {
                tail = Tail(text, before);
                start = MentionStart(text, tail);
            }

            if (start >= 0)
            {
                var login = text[(start + 1)..tail].ToLowerInvariant();
                if (known.Add(login))
                    logins.Add(login);
                end = start;
            }
            else if (DateWords.FindAtEnd(text.AsSpan(0, tail), today) is { } date)
            {
                if (readings.Add(date.Reading) || date.Reading.Value is null)
                    dates.Add(date);
                end = date.Start;
            }
            else
            {
                break;
            }
        }

        logins.Reverse();
        dates.Reverse();
        return new(Subjects(text, end), logins, dates);
    }

    /// <summary>Where the text ends without the punctuation behind its last word.</summary>
    private static int Tail(string text, int end)
    {
        while (end > 0 && (Typed.IsTrailing(text[end - 1]) || IsFreeDash(text, end - 1)))
            end--;
        return end;
    }

    private static string Subjects(string text, int end)
    {
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or ';' || IsFreeDash(text, end - 1)))
            end--;
        return text[..end].TrimStart();
    }

    private static bool IsFreeDash(string text, int at) =>
        text[at] is '-' or '–' or '—' && (at == 0 || char.IsWhiteSpace(text[at - 1]));

    /// <summary>Where a word like <c>and</c> begins that ends here and has a mention before it; -1 where there is none.</summary>
    private static int BeforeConnector(string text, int end)
    {
        foreach (var connector in (ReadOnlySpan<string>)["and", "or", "и", "или", "&", "+", "/"])
        {
            var start = end - connector.Length;
            if (start > 0
                && char.IsWhiteSpace(text[start - 1])
                && text.AsSpan(start, connector.Length).Equals(connector, StringComparison.OrdinalIgnoreCase)
                && MentionStart(text, Tail(text, start)) >= 0)
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>Where the mention that ends here begins; -1 where none does. An at-sign inside a word makes none: bob@example.com.</summary>
    private static int MentionStart(string text, int end)
    {
        var at = end - 1;
        while (at >= 0 && end - at <= LongestLogin && IsOfLogin(text[at]))
            at--;
        var isMention = at >= 0 && at < end - 1 && text[at] == '@' && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is ',' or ';');
        return isMention ? at : -1;
    }

    private static bool IsOfLogin(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
