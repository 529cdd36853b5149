using System.Globalization;
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
                nameof(RefusalReason.TicketsUnseen), string.Join(", ", refusal.Details), refusal.Details.Count),
            RefusalReason.TooLong => say.Format(
                nameof(RefusalReason.TooLong), long.Parse(refusal.Details[0], NumberStyles.None, CultureInfo.InvariantCulture)),
            RefusalReason.RedmineMisconfigured => say.Format(
                nameof(RefusalReason.RedmineMisconfigured), say[refusal.Details is [var what, ..] ? what : "RedmineOtherAnswer"]),
            var other => say.Format(other.ToString(), [.. refusal.Details]),
        };
    }
}
