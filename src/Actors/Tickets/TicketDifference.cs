namespace RedmineBridge.Actors.Tickets;

/// <summary>
/// Something that Redmine made otherwise than asked. It says nothing about it itself: what a person may not set, what doesn't exist and
/// what the tracker lacks is replaced or dropped, with a success.
/// </summary>
public abstract record TicketDifference
{
    private TicketDifference()
    {
    }

    /// <summary>Another tracker, status, priority, project or assignee; null: none.</summary>
    public sealed record OfChoice(TicketField Field, int Asked, Named? Made) : TicketDifference;

    public sealed record OfText(TicketField Field, string Asked, string Made) : TicketDifference;

    public sealed record OfDate(TicketField Field, DateOnly Asked, DateOnly? Made) : TicketDifference;

    /// <summary>Hours or per cent.</summary>
    public sealed record OfNumber(TicketField Field, decimal Asked, decimal? Made) : TicketDifference;

    /// <param name="Made">Null: the ticket has no such field.</param>
    public sealed record OfCustomField(CustomFieldValue Asked, CustomFieldValue? Made) : TicketDifference;

    /// <summary>In the order of a ticket's fields. What was not asked for can't differ.</summary>
    public static IReadOnlyList<TicketDifference> Between(NewTicket asked, CreatedTicket made) =>
    [
        .. Choice(TicketField.Project, asked.Project, made.Project),
        .. Choice(TicketField.Tracker, asked.Tracker, made.Tracker),
        .. Choice(TicketField.Status, asked.Status, made.Status),
        .. Choice(TicketField.Priority, asked.Priority, made.Priority),
        .. Text(TicketField.Subject, asked.Subject, made.Subject),
        .. Text(TicketField.Description, asked.Description, made.Description),
        .. Choice(TicketField.Assignee, asked.Assignee, made.Assignee),
        .. Date(TicketField.StartDate, asked.StartDate, made.StartDate),
        .. Date(TicketField.DueDate, asked.DueDate, made.DueDate),
        .. Number(TicketField.EstimatedHours, asked.EstimatedHours, made.EstimatedHours),
        .. Number(TicketField.DoneRatio, asked.DoneRatio, made.DoneRatio),
        .. asked.CustomFields.SelectMany(a => Custom(a, made.CustomFields.FirstOrDefault(m => m.Field == a.Field))),
    ];

    private static IEnumerable<TicketDifference> Choice(TicketField field, int? asked, Named? made)
    {
        if (asked is { } id && id != made?.Id)
            yield return new OfChoice(field, id, made);
    }

    private static IEnumerable<TicketDifference> Text(TicketField field, string asked, string made)
    {
        if (asked.Length > 0 && asked != made)
            yield return new OfText(field, asked, made);
    }

    private static IEnumerable<TicketDifference> Date(TicketField field, DateOnly? asked, DateOnly? made)
    {
        if (asked is { } day && day != made)
            yield return new OfDate(field, day, made);
    }

    /// <summary>Redmine keeps hours as a binary fraction, so the last digits may go.</summary>
    private static IEnumerable<TicketDifference> Number(TicketField field, decimal? asked, decimal? made)
    {
        if (asked is { } number && !(made is { } m && Math.Abs(m - number) < 0.005m))
            yield return new OfNumber(field, number, made);
    }

    private static IEnumerable<TicketDifference> Custom(CustomFieldValue asked, CustomFieldValue? made)
    {
        if (made is null ? asked.Values.Count > 0 : !asked.Values.ToHashSet().SetEquals(made.Values))
            yield return new OfCustomField(asked, made);
    }
}
