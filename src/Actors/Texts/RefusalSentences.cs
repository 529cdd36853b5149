using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Texts;

/// <summary>The one place where a refusal becomes a sentence.</summary>
public static class RefusalSentences
{
    public static string Of(Reply.Refusal refusal)
    {
        var say = Sentences.In(refusal.Language);
        return refusal.Reason switch
        {
            RefusalReason.TicketsUnseen => say.Format(
                refusal.Details.Count == 1 ? "TicketUnseen" : nameof(RefusalReason.TicketsUnseen), string.Join(", ", refusal.Details)),
            RefusalReason.RedmineMisconfigured => say.Format(
                nameof(RefusalReason.RedmineMisconfigured), say[refusal.Details is [var what, ..] ? what : "RedmineOtherAnswer"]),
            var other => say.Format(other.ToString(), [.. refusal.Details]),
        };
    }
}
