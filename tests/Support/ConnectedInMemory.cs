using System.Collections.Concurrent;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Tests.Support;

/// <summary>Who acts by a key of their own.</summary>
public sealed class ConnectedInMemory : IConnectedPeople
{
    public ConcurrentDictionary<UserId, OwnKey> People { get; } = new();

    public Exception? Fails { get; set; }

    public Task<OwnKey?> FindAsync(UserId person, CancellationToken cancellation) =>
        Fails is { } why ? Task.FromException<OwnKey?>(why) : Task.FromResult(People.GetValueOrDefault(person));

    /// <summary>Only what all have given can't be read.</summary>
    public Exception? AccountsFail { get; set; }

    public Task<IReadOnlySet<int>> AccountsAsync(CancellationToken cancellation) => (AccountsFail ?? Fails) is { } why
        ? Task.FromException<IReadOnlySet<int>>(why)
        : Task.FromResult<IReadOnlySet<int>>(People.Values.Select(p => p.Account.Id).ToHashSet());

    public Task<bool> ConnectAsync(OwnKey own, CancellationToken cancellation)
    {
        if (Fails is { } why)
            return Task.FromException<bool>(why);
        if (People.Values.Any(p => p.Account.Id == own.Account.Id && p.Person != own.Person))
            return Task.FromResult(false);
        People[own.Person] = own;
        return Task.FromResult(true);
    }

    public Task<bool> DisconnectAsync(UserId person, CancellationToken cancellation) =>
        Fails is { } why ? Task.FromException<bool>(why) : Task.FromResult(People.TryRemove(person, out _));
}
