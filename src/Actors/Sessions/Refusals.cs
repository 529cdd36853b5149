using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Actors.Sessions;

/// <summary>Why nothing can be done in Redmine for a person.</summary>
internal static class Refusals
{
    /// <summary>Null when something can be done.</summary>
    public static (RefusalReason Reason, string Detail)? Of(Person person) => person switch
    {
        { MayAct: false } => (RefusalReason.MayNotAct, person.Username),
        { PinnedToAnother: true } => (RefusalReason.PinnedToAnother, person.Username),
        { Redmine: null } => (RefusalReason.NotMapped, person.Username),
        _ => null,
    };
}
