using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Which account a name of the map belonged to when it was first seen. Kept until an administrator confirms another one:
/// renaming oneself into another's name opens nothing.
/// </summary>
public interface IPinnedUsers
{
    Task<IReadOnlyDictionary<string, UserId>> LoadAsync(CancellationToken cancellation);

    /// <summary>Pins each of these names unless it is pinned; answers whose they are. Safe to repeat, also from several nodes.</summary>
    Task<IReadOnlyDictionary<string, UserId>> PinAsync(IReadOnlyDictionary<string, UserId> names, CancellationToken cancellation);

    /// <summary>An administrator's word: the name is this account's from now on. False where it is not the first one's any more; then nothing happens.</summary>
    Task<bool> MoveAsync(string username, UserId from, UserId to, CancellationToken cancellation);

    /// <summary>Of whom nothing is to be stored any more.</summary>
    Task RemoveAsync(string username, UserId user, CancellationToken cancellation);
}
