namespace RedmineBridge.Host.Setup;

/// <summary>A channel that was named for the bot.</summary>
/// <param name="Named">As <c>team/channel</c>.</param>
/// <param name="TeamId">Null: there is no such team.</param>
/// <param name="Id">Null: there is no such channel.</param>
internal sealed record ChannelFinding(string Named, string? TeamId, string? Id, bool HasBot);
