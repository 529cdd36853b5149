using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Which account a name of the map belonged to when it was first seen. Kept for ever: renaming oneself into another's name opens
/// nothing.
/// </summary>
public interface IPinnedUsers
{
    Task<IReadOnlyDictionary<string, UserId>> LoadAsync(CancellationToken cancellation);

    /// <summary>Pins the name unless it is pinned; answers whose it is. Safe to repeat, also from several nodes.</summary>
    Task<UserId> PinAsync(string username, UserId user, CancellationToken cancellation);
}
