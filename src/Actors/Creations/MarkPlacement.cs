using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Creations;

/// <summary>
/// Decides what carries a ticket's mark. It is written down with the request, so that the ticket is looked for as it was sent, whatever is
/// set or known later. Pure.
/// </summary>
internal static class MarkPlacement
{
    /// <param name="wanted">By the installation; what Redmine would drop is not tried.</param>
    /// <param name="tracker">The one that the ticket will have.</param>
    public static RequestedTicket Place(RequestedTicket asked, MarkCarrier wanted, TicketChoices choices, PersonProject project, Tracker? tracker) => wanted switch
    {
        MarkCarrier.Description when tracker?.Has("description") != false => asked,
        MarkCarrier.Field when tracker is not null && choices.MarkFieldOf(project, tracker) is { } field =>
            asked with { Carrier = MarkCarrier.Field, MarkField = field.Id },
        _ => asked with { Carrier = MarkCarrier.Nothing },
    };
}
