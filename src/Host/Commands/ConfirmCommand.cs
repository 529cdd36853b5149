using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary>
/// <c>confirm</c>: an administrator says that a login of the map belongs to the Mattermost account that has it now, and no more to the one
/// that had it first. Beside the running bridge, with the same settings; that takes it up by itself. Only the account that is named in the
/// answer is believed, whoever has the name a moment later.
/// </summary>
internal sealed class ConfirmCommand() : PersonCommand(
    "confirm",
    "Believes the Mattermost account that has a login of the map now, in place of the one that had it first.",
    "The Mattermost login, as the map has it.")
{
    protected override async Task<(bool IsDone, string Said)> DoAsync(string login, IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetRequiredService<UsersFile>().ReadNow().EntryOf(login) is not { } entry)
            return (false, $"`{login}` is not in the map of people: write it as it stands in Users__Map or Users__File.");
        var pinned = services.GetRequiredService<IPinnedUsers>();
        var pins = await pinned.LoadAsync(cancellation);
        var mattermost = services.GetRequiredService<IMattermostApi>();
        var now = await mattermost.GetUsersByNameAsync([login], cancellation) is [var found] ? found : null;
        if (!pins.TryGetValue(login, out var before))
        {
            // Who had another login of the map before is tied to no further one by themselves.
            return now is not null
                && pins.Values.Contains(now.Id)
                && (await pinned.PinAsync(new Dictionary<string, UserId> { [login] = now.Id }, cancellation))[login] == now.Id
                ? (true, $"`{login}` is the Mattermost account {now.Id} from now on, and acts as `{entry.Redmine}` in Redmine; nobody had it before. A running bridge knows it within 30 seconds.")
                : (false, $"Nobody was seen as `{login}` yet, so there is nothing to confirm; if that is wrong, look whether Bridge__Database is the running bridge's.");
        }

        if (now is null)
            return (false, $"Mattermost has no user `{login}`, so there is nobody to confirm; rename or create the account first.");
        if (now.Id == before)
            return (false, $"`{login}` is the account {before} that it was first seen as, so there is nothing to confirm.");
        var former = await mattermost.GetUsersAsync([before], cancellation) is [var user] ? $"called `{user.Username}` now" : "which Mattermost has no more";
        return await pinned.MoveAsync(login, before, now.Id, cancellation)
            ? (true, $"`{login}` is the Mattermost account {now.Id} from now on, and acts as `{entry.Redmine}` in Redmine; it was {before}, {former}. A running bridge knows it within 30 seconds.")
            : (false, $"`{login}` was confirmed by somebody else at this moment; run the command again to see whether it is still needed.");
    }
}
