using System.Globalization;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Intents;

/// <summary>What a command means, whichever door it came through.</summary>
public static class CommandIntents
{
    /// <param name="pageSize">Rows of a table.</param>
    /// <param name="maxRunes">The longest message.</param>
    public static Intent Of(SaidCommand said, int pageSize, int maxRunes)
    {
        return said.Word switch
        {
            CommandWord.Help => new Intent.ShowHelp(),
            CommandWord.Mine => List(TicketList.AssignedToMe),
            CommandWord.Created => List(TicketList.CreatedByMe),
            CommandWord.New => new Intent.OpenForm(FormKind.Ticket, said.Rest.Trim()),
            CommandWord.Batch => new Intent.OpenForm(FormKind.Batch, said.Rest),
            CommandWord.Project => new Intent.SetChannelProject(said.Rest.Trim(), MayManage: false),
            CommandWord.Link => new Intent.LinkText(said.Rest, maxRunes),
            CommandWord.Connect => new Intent.Connect(),
            CommandWord.Disconnect => new Intent.Disconnect(),
            CommandWord.Forget when said.Rest.Trim().Length == 0 => new Intent.ForgetMe(),
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
}
