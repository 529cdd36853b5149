using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>Who has given an API key of their own, where everybody acts by one.</summary>
public interface IConnectedPeople
{
    /// <summary>Null where the person has given none. Asked each time somebody wants to act; safe to repeat.</summary>
    Task<OwnKey?> FindAsync(UserId person, CancellationToken cancellation);

    /// <summary>The Redmine accounts as which somebody acts, whoever that is. Safe to repeat.</summary>
    Task<IReadOnlySet<int>> AccountsAsync(CancellationToken cancellation);

    /// <summary>From now on the person acts by this key, and by no earlier one.</summary>
    /// <returns>False where somebody else acts as its account; then nothing happens.</returns>
    Task<bool> ConnectAsync(OwnKey own, CancellationToken cancellation);

    /// <returns>False where there was no key.</returns>
    Task<bool> DisconnectAsync(UserId person, CancellationToken cancellation);
}
