using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Intents;

/// <summary>Where an intent came from, as a value that can be stored: enough to answer it when the call is long over.</summary>
/// <param name="User">Whom Mattermost vouched for.</param>
/// <param name="Root">The thread's first post, where the door knows it.</param>
public sealed record Origin(Door Door, UserId User, ChannelId Channel, PostId? Root);
