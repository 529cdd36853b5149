using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Gateway.Security;

/// <summary>
/// What a button or a dialog of ours carries through Mattermost and back: who may use it, where and until when, and what it does.
/// That it is used once is the session's to see to: what must not be done twice has an id in its intent.
/// </summary>
/// <param name="Origin">Of the call that it was shown for; whoever uses it must be this person in this channel.</param>
/// <param name="Intent">What is wanted of the session; for a form <see cref="Intent.SubmitForm"/> with the values that count where nothing is chosen.</param>
/// <param name="Trigger">The word of the command, for the hints in the answer.</param>
/// <param name="Language">The person's.</param>
internal sealed record SealedCall(Origin Origin, Intent Intent, string Trigger, Language Language, DateTimeOffset Until)
{
    /// <summary>Its time is over.</summary>
    public bool IsOld(DateTimeOffset now) => now > Until;

    /// <summary>Whether it was made for this person in this channel.</summary>
    public bool IsOf(string user, string channel) => IsOf(user) && Origin.Channel.Value == channel;

    public bool IsOf(string user) => Origin.User.Value == user;
}
