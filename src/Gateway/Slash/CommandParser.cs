using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What stands behind the slash command's word.</summary>
internal static class CommandParser
{
    /// <param name="text">As Mattermost hands it over: untrimmed, perhaps of several lines.</param>
    /// <param name="pageSize">Rows of a table.</param>
    /// <param name="maxRunes">The longest message.</param>
    public static Intent Parse(string text, int pageSize, int maxRunes)
    {
        if (CommandWords.ReadCommand(text) is { } said)
            return CommandIntents.Of(said, pageSize, maxRunes);
        var word = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return word is [var unknown, ..] ? new Intent.Unknown(unknown) : new Intent.ShowHelp();
    }

    /// <summary>The command that somebody may have meant by a word that is none; null where there is no such, or several.</summary>
    public static string? Nearest(string unknown, Language language) =>
        CommandWords.Nearest(unknown) is { } near && CommandWords.Name(near, language) is var name && Parse(name, 1, 1) is not Intent.Unknown
            ? name
            : null;
}
