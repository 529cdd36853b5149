using System.Text.Json.Serialization;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Intents;

/// <summary>Where an intent came from, as a value that can be stored: enough to answer it when the call is long over.</summary>
/// <param name="User">Whom Mattermost vouched for.</param>
/// <param name="Root">The thread's first post, where the door knows it.</param>
public sealed record Origin(Door Door, UserId User, ChannelId Channel, PostId? Root)
{
    /// <summary>An address that leads back to where it was said: a post's or a channel's, without any name; null where there is none to give.</summary>
    public string? Link { get; init; }

    /// <summary>The last part of a slash command's <c>response_url</c>, by which it can be answered later; null where there is none.</summary>
    public string? Hook { get; init; }

    /// <summary>Mattermost takes answers by <see cref="Hook"/> until then, five in all.</summary>
    public DateTimeOffset? HookUntil { get; init; }

    /// <summary>See <see cref="Status.Tracing"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }
}
