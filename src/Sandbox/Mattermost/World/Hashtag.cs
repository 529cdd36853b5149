using System.Text.RegularExpressions;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>The server's own idea of hashtags; it knows nothing of Markdown.</summary>
internal static partial class Hashtag
{
    private const int Longest = 1000;

    public static string In(string message)
    {
        var tags = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => Hashes().Replace(End().Replace(Start().Replace(w, ""), ""), "#"))
            .Where(w => Tag().IsMatch(w))
            .ToList();
        var text = string.Join(' ', tags);
        return text.Length <= Longest ? text : text[..text.LastIndexOf(' ', Longest)];
    }

    [GeneratedRegex(@"^[^\p{L}\d#]+")]
    private static partial Regex Start();

    [GeneratedRegex(@"[^\p{L}\d]+$")]
    private static partial Regex End();

    [GeneratedRegex(@"^#{2,}")]
    private static partial Regex Hashes();

    [GeneratedRegex(@"^#\p{L}[\p{L}\d\-_.]*[\p{L}\d]$")]
    private static partial Regex Tag();
}
