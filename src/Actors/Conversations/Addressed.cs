using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Conversations;

/// <summary>Whether a message in a channel speaks to the bot. Pure.</summary>
public static partial class Addressed
{
    /// <summary>
    /// What stands behind the mention that a message begins with; null where it begins otherwise. Who is merely mentioned somewhere in a
    /// message is spoken of, not spoken to.
    /// </summary>
    /// <param name="username">The bot's.</param>
    public static string? Rest(string message, string username)
    {
        var text = message.AsSpan().TrimStart();
        if (text.IsEmpty || text[0] != '@' || !text[1..].StartsWith(username, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[(username.Length + 1)..];
        // "@redmine.old" and "@redmine2" are others; "@redmine." ends a sentence.
        // The dash of a list below the mention belongs to the list.
        return NameGoesOn().IsMatch(rest) ? null : rest.TrimStart(" \t,:.!?-–—").Trim().ToString();
    }

    [GeneratedRegex("^[._-]*[a-zA-Z0-9]")]
    private static partial Regex NameGoesOn();
}
