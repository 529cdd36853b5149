using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.People;

/// <summary>The one place that decides whether somebody may act, and why not. Pure.</summary>
internal static class Obstacles
{
    /// <param name="whyNobody">Why it isn't known who they are in Redmine; null where it is.</param>
    /// <returns>Null when they may.</returns>
    public static RefusalReason? Of(ChatUser user, bool guestsAct, RefusalReason? whyNobody) => user switch
    {
        { IsBot: true } or { IsDeactivated: true } => RefusalReason.MayNotAct,
        { IsGuest: true } when !guestsAct => RefusalReason.GuestsMayNotAct,
        _ => whyNobody,
    };
}
