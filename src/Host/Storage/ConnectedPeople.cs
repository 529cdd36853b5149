using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Host.Storage;

/// <summary>Nobody yet: there is no way to give a key.</summary>
internal sealed class ConnectedPeople : IConnectedPeople
{
    public Task<OwnKey?> FindAsync(UserId person, CancellationToken cancellation) => Task.FromResult<OwnKey?>(null);
}
