using System.Text;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>A page of tickets as a Markdown table that never exceeds a message.</summary>
internal sealed class TableRenderer(Uri redmine, int maxRunes)
{
    /// <summary>How long a subject may be; the next one is tried when the table gets too long.</summary>
    private static readonly int[] SubjectLengths = [120, 80, 50, 30, 15, 5];

    /// <summary>As many rows as fit whatever is in them.</summary>
    public static int PageSize(int maxRunes) => Math.Clamp((maxRunes - 500) / 450, 5, 20);

    /// <param name="trigger">The command's word, for the hints.</param>
    /// <param name="withHint">Ends with how to get the next page, where no button can be shown.</param>
    public string Render(Reply.Tickets reply, string trigger, bool withHint)
    {
        var say = Sentences.In(reply.Language);
        var page = reply.Page;
        var isAssigned = page.List == TicketList.AssignedToMe;
        if (page.Total == 0)
            return say.Format(isAssigned ? "NoneAssigned" : "NoneCreated", $"[{say["SeeInRedmine"]}]({ListUrl(page.List)})");
        if (page.Page > page.Pages)
            return say.Format("NoSuchPage", page.Page, page.Pages, trigger, Word(page.List, reply.Language));

        foreach (var length in SubjectLengths)
        {
            var text = Write(reply, say, trigger, withHint, length);
            if (MarkdownText.Runes(text) <= maxRunes)
                return text;
        }

        // Only a message size that no server has is too small for all of them.
        return Title(page, say);
    }

    /// <summary>The sub-command that shows this list.</summary>
    public static string Word(TicketList list, Language language) =>
        CommandWords.Name(list == TicketList.AssignedToMe ? CommandWord.Mine : CommandWord.Created, language);

    private string Write(Reply.Tickets reply, Sentences say, string trigger, bool withHint, int subjectLength)
    {
        var page = reply.Page;
        var isAssigned = page.List == TicketList.AssignedToMe;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(reply.Zone);
        var cells = new TicketCells(redmine, reply.Language, reply.Today, subjectLength);
        var text = new StringBuilder();
        text.Append("#### ").Append(Title(page, say)).Append("\n\n");
        text.Append(TicketCells.Head(
            say["ColumnId"], say["ColumnProject"], say["ColumnTracker"], say["ColumnStatus"], say["ColumnSubject"], say["ColumnUpdated"],
            say["ColumnDue"], say["ColumnPriority"], say[isAssigned ? "ColumnAuthor" : "ColumnAssignee"]));
        foreach (var ticket in page.Tickets)
        {
            text.Append(TicketCells.Row(
                cells.Id(ticket),
                cells.Name(ticket.Project),
                cells.Name(ticket.Tracker),
                cells.Name(ticket.Status),
                cells.Subject(ticket),
                cells.Time(ticket.UpdatedOn, zone),
                cells.Due(ticket),
                cells.Name(ticket.Priority),
                cells.Person(isAssigned ? ticket.Author : ticket.Assignee)));
        }

        if (page.Pages > 1)
            text.Append('\n').Append(say.Format("PageOf", page.Page, page.Pages));
        if (withHint && page.Page < page.Pages)
            text.Append(' ').Append(say.Format("NextPageHint", trigger, Word(page.List, reply.Language), page.Page + 1));
        return text.ToString().TrimEnd('\n');
    }

    private string Title(TicketPage page, Sentences say) =>
        $"[{say.Format(page.List == TicketList.AssignedToMe ? "AssignedTitle" : "CreatedTitle", page.Total)}]({ListUrl(page.List)})";

    private string ListUrl(TicketList list) =>
        TicketLinks.Escape(redmine.GetLeftPart(UriPartial.Path).TrimEnd('/'))
        + $"/issues?set_filter=1&status_id=o&{(list == TicketList.AssignedToMe ? "assigned_to_id" : "author_id")}=me&sort=updated_on%3Adesc%2Cid%3Adesc";
}
