using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary>
/// <c>forget</c>: an administrator has all thrown away that is stored of a person. The running bridge does it, who alone may write that
/// person's history; this waits until it is done.
/// </summary>
internal sealed class ForgetCommand() : PersonCommand(
    "forget", "Throws away all that is stored of a person.", "The Mattermost login, or the id of the account.")
{
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    protected override async Task<(bool IsDone, string Said)> DoAsync(string login, IServiceProvider services, CancellationToken cancellation)
    {
        if (await StoredPerson.FindAsync(login, services, cancellation) is not { } person)
            return (false, StoredPerson.NobodySentence(login));
        var (terms, clock) = (services.GetRequiredService<IHistoryTerms>(), services.GetRequiredService<TimeProvider>());
        await terms.ForgetAsync(person.User, cancellation);
        // Whoever stands in the map is still known by it, and nobody else may take their name.
        var map = services.GetRequiredService<UsersFile>().ReadNow();
        foreach (var former in person.Logins.Where(l => map.EntryOf(l) is null))
            await services.GetRequiredService<IPinnedUsers>().RemoveAsync(former, person.User, cancellation);
        var until = clock.GetUtcNow() + DoneWithin;
        while (await terms.IsToForgetAsync(person.User, cancellation))
        {
            if (clock.GetUtcNow() >= until)
            {
                return (true, $"It is written down that `{login}` ({person.User}) is to be forgotten. The bridge does it when it runs, and when no tickets "
                    + "of theirs are being created: then this command says so when it is run again.");
            }

            await Task.Delay(LookEvery, clock, cancellation);
        }

        var kept = person.Logins.Where(l => map.EntryOf(l) is not null).Select(l => $" The map still has the line of `{l}`: take it out, too, and run this once more.");
        return (true, $"Nothing is stored of `{login}` ({person.User}) any more.{string.Concat(kept)}");
    }
}
