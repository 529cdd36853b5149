using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Posting;

/// <summary>A post of the bot that may be written anew.</summary>
/// <param name="Says">A digest of what it says; null where it isn't known.</param>
internal sealed record KnownPost(PostId Id, ChannelId Channel, string? Says);
