using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// A person's command, press of a button or dialog that has proved where it comes from. Answered once, to its sender, with
/// <see cref="SlashAnswer"/>.
/// </summary>
/// <param name="Origin">Its door says which of these it is.</param>
/// <param name="Trigger">The word of the command, for the hints in the answer.</param>
/// <param name="Intent">What is wanted; null: what <see cref="Text"/> says.</param>
internal sealed record SlashCall(Origin Origin, string Trigger, Intent? Intent) : INoSerializationVerificationNeeded
{
    public UserId User => Origin.User;

    /// <summary>What stands behind a command's word, as Mattermost hands it over.</summary>
    public string Text { get; init; } = "";

    /// <summary>A direct or group message: nobody can be invited there, and no link leads there.</summary>
    public bool IsConversation { get; init; }

    /// <summary>The team that a command was called in.</summary>
    public TeamId? Team { get; init; }

    /// <summary>The same by its name in addresses.</summary>
    public string TeamName { get; init; } = "";

    /// <summary>With this <c>trigger_id</c> a dialog can be opened, for a few seconds; empty where none can.</summary>
    public string DialogTrigger { get; init; } = "";

    /// <summary>The person's, where it is known already.</summary>
    public Language? Language { get; init; }
}
