using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>Why nothing can be done in Redmine for a person.</summary>
internal static class Refusals
{
    /// <summary>Null when something can be done.</summary>
    public static (RefusalReason Reason, string Detail)? Of(Person person) => person.Obstacle is { } why ? (why, person.Username) : null;

    /// <summary>What a person hears of a call that did not succeed.</summary>
    public static Reply.Refusal Of(RedmineAnswer answer, Language language) => answer switch
    {
        RedmineAnswer.Unreachable => new(language, RefusalReason.RedmineAway),
        RedmineAnswer.Busy => new(language, RefusalReason.RedmineBusy),
        RedmineAnswer.NoSuchAccount nobody => new(language, RefusalReason.NoRedmineAccount, nobody.Login.Value),
        RedmineAnswer.OwnKeyRefused => new(language, RefusalReason.OwnKeyRefused),
        RedmineAnswer.ProjectUnknown or RedmineAnswer.ProjectForbidden => new(language, RefusalReason.ProjectGone),
        RedmineAnswer.Misconfigured wrong => new(language, RefusalReason.RedmineMisconfigured, $"Redmine{wrong.Trouble}"),
        _ => new(language, RefusalReason.RedmineMisconfigured),
    };
}
