using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The channels in which the bot was ever seen, so that none that it was removed from is joined again. Methods throw when the database does.</summary>
public interface IJoinedChannels
{
    /// <summary>Also those that have a cursor.</summary>
    Task<IReadOnlyList<ChannelId>> LoadAsync(CancellationToken cancellation);

    /// <summary>Safe to repeat.</summary>
    Task AddAsync(IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation);
}
