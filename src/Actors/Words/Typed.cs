namespace RedmineBridge.Actors.Words;

/// <summary>What people type, made comparable: words are what stands between blanks, case and <c>ё</c> don't matter.</summary>
internal static class Typed
{
    /// <summary>What may follow the last word of a sentence and says nothing.</summary>
    public static bool IsTrailing(char c) => char.IsWhiteSpace(c) || c is '.' or ',' or ';' or '!' or '?' or '…';

    public static ReadOnlySpan<char> WithoutTrailing(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && IsTrailing(text[end - 1]))
            end--;
        return text[..end];
    }

    public static string Fold(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant().Replace('ё', 'е');

    public static char Fold(char c) => char.ToLowerInvariant(c) is var lower && lower == 'ё' ? 'е' : lower;

    public static string[] Words(ReadOnlySpan<char> text) => Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
