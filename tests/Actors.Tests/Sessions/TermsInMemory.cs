using System.Collections.Concurrent;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Tests.Sessions;

internal sealed class TermsInMemory : IHistoryTerms
{
    public ConcurrentDictionary<UserId, (DateTimeOffset Due, bool All)> Users { get; } = new();

    public bool Fails { get; set; }

    public Task NoteAsync(UserId user, DateTimeOffset due, CancellationToken cancellation) =>
        Do(() => Users.AddOrUpdate(user, (due, false), (_, known) => (known.Due < due ? known.Due : due, known.All)));

    public Task ForgetAsync(UserId user, CancellationToken cancellation) => Do(() => Users[user] = (DateTimeOffset.MinValue, true));

    public Task<bool> IsToForgetAsync(UserId user, CancellationToken cancellation) => Task.FromResult(Users.TryGetValue(user, out var known) && known.All);

    public Task DoneAsync(UserId user, bool wasAll, DateTimeOffset? next, CancellationToken cancellation) => Do(() =>
    {
        if (!Users.TryGetValue(user, out var known) || (known.All && !wasAll))
            return;
        if (next is { } at)
            Users[user] = (at, false);
        else
            Users.TryRemove(user, out _);
    });

    public Task<IReadOnlyList<(UserId User, bool All)>> LoadDueAsync(DateTimeOffset now, int atMost, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<(UserId, bool)>>([.. Users.Where(u => u.Value.Due <= now).Select(u => (u.Key, u.Value.All)).Take(atMost)]);

    private Task Do(Action action)
    {
        if (Fails)
            return Task.FromException(new InvalidOperationException("away"));
        action();
        return Task.CompletedTask;
    }
}
