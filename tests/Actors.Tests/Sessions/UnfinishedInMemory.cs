using System.Collections.Concurrent;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Tests.Sessions;

internal sealed class UnfinishedInMemory : IUnfinishedSessions
{
    public ConcurrentDictionary<UserId, long> Users { get; } = new();

    public bool Fails { get; set; }

    /// <summary>What a person is put on the list after; null for nothing.</summary>
    public TaskCompletionSource? Waits { get; set; }

    public Task AddAsync(UserId user, long stamp, CancellationToken cancellation)
    {
        if (Fails)
            return Task.FromException(new InvalidOperationException("away"));
        Users[user] = stamp;
        return Waits?.Task ?? Task.CompletedTask;
    }

    public Task RemoveAsync(UserId user, long stamp, CancellationToken cancellation)
    {
        if (Users.TryGetValue(user, out var known) && known <= stamp)
            Users.TryRemove(user, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<(UserId User, long Stamp)>> LoadAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<(UserId, long)>>([.. Users.Select(u => (u.Key, u.Value))]);
}
