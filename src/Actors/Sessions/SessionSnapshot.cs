using System.Text.Json.Serialization;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What a person's history tells, as it is stored, so that not all of it has to be read again. Like an event it may get further optional
/// fields and is otherwise never changed.
/// </summary>
/// <param name="Requests">In the order they were asked for.</param>
public sealed record SessionSnapshot(
    IReadOnlyList<SessionSnapshot.Reason> Reasons,
    IReadOnlyList<SessionSnapshot.Request> Requests,
    IReadOnlyList<ListTaken> Lists,
    int? LastProject,
    Draft? Draft,
    IReadOnlyList<Draft> Aside,
    IReadOnlyList<SessionSnapshot.Answer> Answered,
    IReadOnlyList<SessionSnapshot.End> Ended)
{
    /// <summary>When something happened last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Something the person was told unasked.</summary>
    public sealed record Reason(RefusalReason Why, DateTimeOffset At, bool StillTrue);

    public sealed record Request(CreationRequested Asked, IReadOnlyList<Line> Lines, bool IsTold);

    /// <summary>A ticket of a request, in the order of the request.</summary>
    public sealed record Line(
        CreationSending? Sending, DateTimeOffset? SentSince, CreatedTicket? Made, IReadOnlyList<string> Errors, RefusalReason? Refusal, bool IsSettled);

    /// <summary>A message, and the draft on which it had its effect.</summary>
    public sealed record Answer(PostId Post, string DraftId);

    /// <summary>A draft that is no more, and the last number of its questions.</summary>
    public sealed record End(string DraftId, int Number);
}
