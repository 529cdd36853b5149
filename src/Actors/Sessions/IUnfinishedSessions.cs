using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Whose sessions have something to go on with by themselves after a restart: tickets to create, results to tell. Written before the
/// request itself, so that none is overlooked. Methods throw when the database does.
/// </summary>
public interface IUnfinishedSessions
{
    /// <param name="stamp">Larger than any before of this person.</param>
    Task AddAsync(UserId user, long stamp, CancellationToken cancellation);

    /// <summary>Forgets the person unless there is a larger stamp.</summary>
    Task RemoveAsync(UserId user, long stamp, CancellationToken cancellation);

    Task<IReadOnlyList<(UserId User, long Stamp)>> LoadAsync(CancellationToken cancellation);
}
