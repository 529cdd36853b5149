using System.Globalization;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
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
        if (CommandWords.ReadCommand(text) is not { } said)
        {
            var word = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            return word is [var unknown, ..] ? new Intent.Unknown(unknown) : new Intent.ShowHelp();
        }

        return said.Word switch
        {
            CommandWord.Help => new Intent.ShowHelp(),
            CommandWord.Mine => List(TicketList.AssignedToMe),
            CommandWord.Created => List(TicketList.CreatedByMe),
            CommandWord.New => new Intent.OpenForm(FormKind.Ticket, said.Rest.Trim()),
            CommandWord.Batch => new Intent.OpenForm(FormKind.Batch, said.Rest),
            CommandWord.Project => new Intent.SetChannelProject(said.Rest.Trim(), MayManage: false),
            CommandWord.Link => new Intent.LinkText(said.Rest, maxRunes),
            _ => new Intent.Unknown(said.Typed),
        };

        Intent List(TicketList list)
        {
            var page = said.Rest.Trim();
            if (page.Length == 0)
                return new Intent.ShowTickets(list, 1, pageSize);
            return int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
                ? new Intent.ShowTickets(list, number, pageSize)
                : new Intent.Unknown($"{said.Typed} {page}");
        }
    }

    /// <summary>The command that somebody may have meant by a word that is none; null where there is no such, or several.</summary>
    public static string? Nearest(string unknown, Language language) =>
        CommandWords.Nearest(unknown) is { } near && CommandWords.Name(near, language) is var name && Parse(name, 1, 1) is not Intent.Unknown
            ? name
            : null;
}
