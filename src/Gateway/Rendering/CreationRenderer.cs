using System.Text;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>How far a creation is, and what came of it. What failed matters most: a table gives way to it when a message gets too long.</summary>
internal sealed partial class CreationRenderer(Uri redmine, ReplyContext context)
{
    private const int BarLength = 20;

    /// <summary>How long a subject may be; the next one is tried when the table gets too long. With the last one rows are left out.</summary>
    private static readonly int[] SubjectLengths = [120, 80, 50, 30];

    private readonly TicketLinks _links = new(redmine);

    public RenderedReply Render(Reply.Created reply)
    {
        var report = reply.Report;
        if (!report.IsFinished)
            return new(Progress(reply));
        if (report.Lines is [var only] && !report.IsBatch)
            return only.Ticket is null ? NotCreated(reply, only) : new(Card(reply, only)) { Buttons = ShareButton(reply) };
        return new(Result(reply)) { Buttons = ShareButton(reply) };
    }

    private static string Progress(Reply.Created reply)
    {
        var (done, all) = (reply.Report.Done, reply.Report.Lines.Count);
        var full = done * BarLength / all;
        var bar = new string('▓', full) + new string('░', BarLength - full);
        var text = Sentences.In(reply.Language).Format("CreatingProgress", Name(reply), done, all, bar);
        return reply.Report.Waits is { } waits ? $"{text}\n\n{waits}" : text;
    }

    private string Card(Reply.Created reply, CreationLine line)
    {
        var say = Sentences.In(reply.Language);
        var ticket = line.Ticket!;
        var cells = new TicketCells(redmine, reply.Language, reply.Today, 255);
        var link = $"[#{ticket.Id}: {TicketCells.Shown(ticket.Subject, 255)}]({_links.To(ticket.Id)})";
        var text = new StringBuilder(say.Format(context.IsForAll ? "TicketShared" : "TicketCreated", link, cells.Name(ticket.Author))).Append("\n\n");
        string[] facts =
        [
            Fact("ColumnProject", cells.Name(ticket.Project)),
            Fact("ColumnTracker", cells.Name(ticket.Tracker)),
            Fact("ColumnStatus", cells.Name(ticket.Status)),
            Fact("ColumnPriority", cells.Name(ticket.Priority)),
            Fact("ColumnAssignee", Assignee(line, cells)),
            .. ticket.DueDate is null ? Array.Empty<string>() : [Fact("ColumnDue", cells.Due(ticket))],
        ];
        text.AppendJoin(" · ", facts);
        if (!context.IsForAll && line.Notes.Count > 0)
            text.Append("\n\n").Append(say["RedmineChanged"]).Append('\n').Append(Bullets(line.Notes, context.MaxRunes - MarkdownText.Runes(text.ToString()) - 100, say));
        return text.ToString().TrimEnd('\n');

        string Fact(string name, string value) => $"{say[name]}: {value}";
    }

    private RenderedReply NotCreated(Reply.Created reply, CreationLine line)
    {
        var say = Sentences.In(reply.Language);
        var text = say.Format("TicketNotCreated", TicketCells.Shown(line.Source, 255)) + "\n";
        var end = "\n" + say["TypedIsKept"];
        text += Bullets(line.Errors, context.MaxRunes - MarkdownText.Runes(text + end), say) + end;
        return new(text)
        {
            Buttons = [new("correct", say["CorrectButton"], new Intent.CorrectForm(reply.Report.RequestId)) { IsPrimary = true }],
        };
    }

    /// <summary>The order in which room is given is not the one in which it is read.</summary>
    private string Result(Reply.Created reply)
    {
        var say = Sentences.In(reply.Language);
        CreationLine[] created = [.. reply.Report.Created];
        var title = Title(reply, created, say);
        var room = context.MaxRunes - MarkdownText.Runes(title) - 10;
        var leastTable = created.Length == 0 ? 0 : MarkdownText.Runes(MoreInRedmine(created, created.Length, say));
        var failed = context.IsForAll ? "" : Failed([.. reply.Report.Failed], room - leastTable, say);
        room -= MarkdownText.Runes(failed);
        var notes = context.IsForAll ? "" : Notes(created, Math.Min(room - leastTable, context.MaxRunes / 4), say);
        room -= MarkdownText.Runes(notes);
        var table = created.Length == 0 ? "" : Table(reply, created, room, say);
        return string.Join('\n', new[] { title, table, notes, failed }.Where(p => p.Length > 0)).TrimEnd('\n');
    }

    private string Title(Reply.Created reply, CreationLine[] created, Sentences say)
    {
        if (created.Length == 0)
            return "#### " + say.Format("NoneCreatedTitle", Name(reply)) + "\n";
        var text = context.IsForAll
            ? say.Format("SharedTitle", TicketCells.Shown(created[0].Ticket!.Author, 60), Name(reply), created.Length)
            : say.Format("CreatedResultTitle", Name(reply), created.Length);
        return $"#### {text}\n";
    }

    private string Table(Reply.Created reply, CreationLine[] created, int room, Sentences say)
    {
        var head = TicketCells.Head(
            say["ColumnId"], say["ColumnProject"], say["ColumnTracker"], say["ColumnStatus"], say["ColumnSubject"], say["ColumnDue"], say["ColumnAssignee"]);
        string[] rows = [];
        foreach (var length in SubjectLengths)
        {
            var cells = new TicketCells(redmine, reply.Language, reply.Today, length);
            rows = [.. created.Select(line => Row(line, cells))];
            if (MarkdownText.Runes(head) + rows.Sum(MarkdownText.Runes) <= room)
                break;
        }

        return BoundedList.Write(head, rows, room, count => MoreInRedmine(created, count, say));
    }

    private string MoreInRedmine(CreationLine[] created, int count, Sentences say) => $"\n[{say.Format("AndMore", count)}]({ListUrl(created)})\n";

    private string Row(CreationLine line, TicketCells cells)
    {
        var ticket = line.Ticket!;
        return TicketCells.Row(
            cells.Id(ticket),
            cells.Name(ticket.Project),
            cells.Name(ticket.Tracker),
            cells.Name(ticket.Status),
            cells.Subject(ticket),
            cells.Due(ticket),
            Assignee(line, cells));
    }

    /// <summary>The one place where somebody is mentioned: whoever shares a result wants them to know.</summary>
    private string Assignee(CreationLine line, TicketCells cells) =>
        context.IsForAll && line.Assignee is { } name && Username().IsMatch(name) ? $"@{name}" : cells.Person(line.Ticket!.Assignee);

    private string Notes(CreationLine[] created, int room, Sentences say)
    {
        string[] notes = [.. created.SelectMany(l => l.Notes.Select(n => $"- [#{l.Ticket!.Id}]({_links.To(l.Ticket.Id)}): {MarkdownText.Escape(n)}\n"))];
        return BoundedList.Write(say["RedmineChanged"] + "\n", notes, room, count => More(count, say));
    }

    /// <summary>The lines ready to be pasted again, then the reasons; if need be some of these are left out.</summary>
    private static string Failed(CreationLine[] lines, int room, Sentences say)
    {
        if (lines.Length == 0)
            return "";
        var head = say.Format("NotCreatedTitle", lines.Length) + "\n" + say["PasteAgain"] + "\n";
        var shown = lines.Length;
        var code = MarkdownText.Code(lines.Select(l => l.Source));
        while (shown > 1 && MarkdownText.Runes(head + code) > room - 200)
            code = MarkdownText.Code(lines.Take(--shown).Select(l => l.Source)) + More(lines.Length - shown, say);
        string[] reasons =
        [
            .. lines.SelectMany(l => l.Errors.Select(e => (l.Number, Error: e))).GroupBy(l => l.Error, l => l.Number)
                .Select(same => $"- {Reason([.. same], MarkdownText.Escape(same.Key), say)}\n"),
        ];
        return head + code + BoundedList.Write(reasons, room - MarkdownText.Runes(head + code), count => More(count, say));
    }

    /// <summary>What is wrong with several lines is said once.</summary>
    private static string Reason(int[] lines, string error, Sentences say) =>
        lines is [var only] ? say.Format("LineSays", only, error) : say.Format("LinesSay", string.Join(", ", lines), error);

    private static string Bullets(IEnumerable<string> sentences, int room, Sentences say) =>
        BoundedList.Write([.. sentences.Select(s => $"- {MarkdownText.Escape(s)}\n")], room, count => More(count, say));

    private static string More(int count, Sentences say) => $"- {say.Format("AndMore", count)}\n";

    private IReadOnlyList<ReplyButton> ShareButton(Reply.Created reply) => context.IsForAll || !reply.Report.IsShareable || !reply.Report.Created.Any()
        ? []
        : [new("share", Sentences.In(reply.Language)["ShareButton"], new Intent.ShareCreated(reply.Report.RequestId, IsSure: false))];

    private string ListUrl(IEnumerable<CreationLine> created) =>
        TicketLinks.Escape(redmine.GetLeftPart(UriPartial.Path).TrimEnd('/'))
        + "/issues?set_filter=1&status_id=%2A&issue_id="
        + string.Join("%2C", created.Select(c => c.Ticket!.Id));

    private static string Name(Reply.Created reply) => TicketCells.Shown(reply.Report.Project, 100);

    /// <summary>A Mattermost login, and no word that calls everybody.</summary>
    [GeneratedRegex(@"^(?!(?:all|channel|here)\z)[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex Username();
}
