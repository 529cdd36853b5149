using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>Puts what is known of a request into words, and a ticket into the form in which it is sent. Pure.</summary>
internal static class CreationReports
{
    public static CreationReport Of(CreationState.Request request, Language language)
    {
        var asked = request.Asked;
        return new(
            asked.RequestId,
            asked.Project,
            asked.IsPrivate,
            asked.Kind == FormKind.Batch,
            [.. request.Lines.Select(l => new CreationLine(
                l.Ticket.Number,
                l.Ticket.Source,
                l.Made is { } made ? Row(made) : null,
                l.Made is { } ticket ? Notes(l.Ticket, ticket, language) : [],
                l.Errors,
                l.Ticket.Assignee))])
        {
            IsShareable = asked.Origin.Door != Intents.Door.DirectMessage && asked.Origin.Channel.Value.Length > 0,
        };
    }

    /// <summary>What has to happen before it goes on, after this answer; null where it goes on by and by.</summary>
    public static string? Waits(RedmineAnswer answer, Language language)
    {
        var say = Sentences.In(language);
        return answer switch
        {
            RedmineAnswer.Unreachable => say["CreationWaitsForRedmine"],
            RedmineAnswer.Misconfigured wrong => say.Format("CreationWaitsForAdministrator", say[$"Redmine{wrong.Trouble}"]),
            RedmineAnswer.OwnKeyRefused => say["CreationWaitsForKey"],
            _ => null,
        };
    }

    /// <summary>With its mark: in a last line, which also leads back to where it was said, or in the field that carries it.</summary>
    /// <param name="say">The installation's language: in Redmine there is no single reader.</param>
    public static NewTicket Marked(CreationRequested asked, RequestedTicket ticket, Sentences say)
    {
        var mark = CreationMark.Of(asked.RequestId, ticket.Number);
        return ticket switch
        {
            { Carrier: MarkCarrier.Description } => WithLine(ticket.Ticket, MarkLine(asked, mark, say)),
            { MarkField: { } field } => ticket.Ticket with
            {
                CustomFields = [.. ticket.Ticket.CustomFields.Where(f => f.Field != field), new(field, [mark.Value])],
            },
            _ => ticket.Ticket,
        };
    }

    private static NewTicket WithLine(NewTicket ticket, string line)
    {
        var text = ticket.Description.TrimEnd();
        return ticket with { Description = text.Length == 0 ? line : $"{text}\n\n{line}" };
    }

    private static string MarkLine(CreationRequested asked, CreationMark mark, Sentences say) =>
        asked.Origin.Link is { } link ? say.Format("MarkLine", link, mark) : say.Format("MarkLineBare", mark);

    private static Ticket Row(CreatedTicket made) => new(
        made.Id,
        made.Project.Name,
        made.Tracker.Name,
        made.Status.Name,
        made.Priority.Name,
        made.Subject,
        made.Author.Name,
        made.Assignee?.Name,
        made.CreatedOn,
        made.DueDate);

    /// <summary>The description is left out: its last line may be ours, and Redmine takes every text. So is the field that carries the mark.</summary>
    private static IReadOnlyList<string> Notes(RequestedTicket ticket, CreatedTicket made, Language language)
    {
        var say = Sentences.In(language);
        return
        [
            .. TicketDifference.Between(ticket.Ticket with { Description = "" }, made).Select(d => d switch
            {
                TicketDifference.OfChoice choice => Note(say[$"Field{choice.Field}"], choice.Made?.Name, say),
                TicketDifference.OfText text => Note(say[$"Field{text.Field}"], text.Made, say),
                TicketDifference.OfDate date => Note(say[$"Field{date.Field}"], date.Made is { } day ? TicketFormFields.Shown(day, language) : null, say),
                TicketDifference.OfNumber number => Note(say[$"Field{number.Field}"], number.Made?.ToString(say.Culture), say),
                TicketDifference.OfCustomField custom => Note(
                    custom.Asked.Name ?? say.Format("FieldById", custom.Asked.Field), custom.Made is { Values: [_, ..] values } ? string.Join(", ", values) : null, say),
                _ => throw new ArgumentOutOfRangeException(nameof(made), d, "Not a difference."),
            }),
        ];
    }

    private static string Note(string field, string? made, Sentences say) =>
        made is null ? say.Format("NoteDropped", field) : say.Format("NoteOtherwise", field, made);
}
