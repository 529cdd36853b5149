using System.Globalization;
using System.Text;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>What a table says of a ticket, cell by cell.</summary>
/// <param name="today">The reader's date, for marking what is overdue.</param>
/// <param name="subjectLength">Names may be half as long.</param>
internal sealed class TicketCells(Uri redmine, Language language, DateOnly today, int subjectLength)
{
    private readonly TicketLinks _links = new(redmine);
    private readonly int _names = Math.Max(5, subjectLength / 2);

    public string Id(Ticket ticket) => $"[#{ticket.Id}]({_links.To(ticket.Id)})";

    public string Subject(Ticket ticket) => $"[{Shown(ticket.Subject, subjectLength)}]({_links.To(ticket.Id)})";

    public string Name(string name) => Shown(name, _names);

    public string Person(string? name) => Shown(name ?? Sentences.In(language)["Unassigned"], _names);

    public string Date(DateOnly? date) => date?.ToString(language == Language.Russian ? "dd.MM.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public string Due(Ticket ticket) =>
        ticket.DueDate < today ? $"**{Date(ticket.DueDate)}** ({Sentences.In(language)["Overdue"]})" : Date(ticket.DueDate);

    public string Time(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone)
        .ToString(language == Language.Russian ? "dd.MM.yyyy HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Row(params IEnumerable<string> cells) => new StringBuilder("| ").AppendJoin(" | ", cells).Append(" |\n").ToString();

    public static string Head(params IReadOnlyCollection<string> columns) => Row(columns) + Row(Enumerable.Repeat("---", columns.Count));

    public static string Shown(string text, int atMost) =>
        MarkdownText.Escape(MarkdownText.Shorten(text, atMost)) is { Length: > 0 } shown ? shown : "…";
}
