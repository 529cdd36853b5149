using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Slash;

/// <summary>A person's call that has proved where it comes from. Answered once, to its sender, with <see cref="SlashAnswer"/>.</summary>
/// <param name="Intent">What is wanted; null: what <paramref name="Text"/> says.</param>
/// <param name="Trigger">The word of the command, for the hints in the answer.</param>
/// <param name="IsConversation">A direct or group message: nobody can be invited there.</param>
/// <param name="Hook">The last part of the call's <c>response_url</c>; null where there is none.</param>
internal sealed record SlashCall(
    Origin Origin, string Trigger, string Text, Intent? Intent, bool IsConversation, string? Hook) : INoSerializationVerificationNeeded
{
    public UserId User => Origin.User;
}
