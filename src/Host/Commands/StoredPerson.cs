using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Host.Commands;

/// <summary>Of whom something may be stored.</summary>
/// <param name="Logins">Those that are pinned to the account.</param>
internal sealed record StoredPerson(UserId User, IReadOnlyList<string> Logins)
{
    private const int IdLength = 26;

    /// <param name="named">A login, once pinned or had by somebody now, or an id: for whoever has left the chat.</param>
    public static async Task<StoredPerson?> FindAsync(string named, IServiceProvider services, CancellationToken cancellation)
    {
        var pins = await services.GetRequiredService<IPinnedUsers>().LoadAsync(cancellation);
        if (pins.TryGetValue(named, out var pinned))
            return Of(pinned);
        if (await services.GetRequiredService<IMattermostApi>().GetUsersByNameAsync([named], cancellation) is [var user])
            return Of(user.Id);
        return named.Length == IdLength && named.All(char.IsAsciiLetterOrDigit) ? Of(new(named)) : null;

        StoredPerson Of(UserId user) => new(user, [.. pins.Where(p => p.Value == user).Select(p => p.Key).Order(StringComparer.Ordinal)]);
    }

    public static string NobodySentence(string named) =>
        $"Nobody was ever seen as `{named}`, and Mattermost has no such user: write the login, or the account's id of {IdLength} letters and digits.";
}
