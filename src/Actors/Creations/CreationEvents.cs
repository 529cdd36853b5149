using System.Text.Json.Serialization;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>The person has confirmed that these tickets shall exist. From here on it is the bridge's duty that each does, once.</summary>
/// <param name="RequestId">The form's id: asked for again, it is the same request.</param>
/// <param name="Project">Its name.</param>
/// <param name="Author">The person's id in Redmine: only a ticket of theirs can be the one.</param>
/// <param name="Values">What the form was filled with, to show it again if Redmine refuses.</param>
public sealed record CreationRequested(
    string RequestId,
    FormKind Kind,
    string Project,
    bool IsPrivate,
    int Author,
    IReadOnlyList<RequestedTicket> Tickets,
    FormValues Values,
    Origin Origin,
    DateTimeOffset At) : ISessionEvent;

/// <summary>The ticket is about to be sent: if nothing more is known of it, it may exist or not, and its mark tells.</summary>
/// <param name="RedmineDate">By Redmine's own clock; the ticket can't be older.</param>
/// <param name="Attempt">From 1; each is written down before its POST.</param>
public sealed record CreationSending(string RequestId, int Number, string Mark, DateTimeOffset RedmineDate, int Attempt, DateTimeOffset At) : ISessionEvent;

/// <summary>It is known what has become of the ticket: made, or refused for good.</summary>
/// <param name="Made">As Redmine made it; null when it was refused.</param>
/// <param name="Errors">Redmine's own sentences, or ours in the person's language; empty when it was made.</param>
public sealed record CreationSettled(
    string RequestId, int Number, CreatedTicket? Made, IReadOnlyList<string> Errors, DateTimeOffset At) : ISessionEvent
{
    /// <summary>What <see cref="Errors"/> say where they are our own words; null where they are Redmine's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefusalReason? Refusal { get; init; }
}

/// <summary>The result has reached the person.</summary>
public sealed record CreationTold(string RequestId, DateTimeOffset At) : ISessionEvent;

/// <summary>A list was taken for checking: the person has yet to say whether its good lines shall be created.</summary>
/// <param name="BatchId">The form's id.</param>
public sealed record ListTaken(string BatchId, FormValues Values, Origin Origin, DateTimeOffset At) : ISessionEvent;
