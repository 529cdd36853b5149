namespace RedmineBridge.Gateway.Listening;

/// <summary>Where each channel's reading stands, kept over restarts. Only the inbox writes here. Methods throw when the database does.</summary>
public interface IChannelCursors
{
    Task<IReadOnlyList<ChannelCursor>> LoadAsync(CancellationToken cancellation);

    /// <summary>Writes all of them or none; a channel that has no cursor gets one. Safe to repeat.</summary>
    Task SaveAsync(IReadOnlyCollection<ChannelCursor> cursors, CancellationToken cancellation);
}
