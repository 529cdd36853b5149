using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>What both servers said of the logins in the map. A login that is missing here is unknown there.</summary>
/// <param name="Pins">Whose a Mattermost login was when it was first seen.</param>
/// <param name="Users">By the login in the map, which somebody who was renamed has no more.</param>
/// <param name="Accounts">By their logins, whose case doesn't matter to Redmine.</param>
internal sealed record MapFacts(
    IReadOnlyDictionary<string, UserId> Pins, IReadOnlyDictionary<string, ChatUser> Users, IReadOnlyDictionary<string, AccountStatus> Accounts)
{
    /// <summary>In the order of the entries.</summary>
    public IReadOnlyList<MapFinding> FindingsIn(UserMap map)
    {
        List<MapFinding> findings = [];
        Dictionary<string, MapEntry> holders = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in map.Entries)
        {
            if (map.EntryOf(entry.Username) is { } counting && counting != entry)
            {
                findings.Add(new(entry, MapFault.Overridden, counting));
                continue;
            }

            if (!holders.TryAdd(entry.Redmine.Value, entry))
                findings.Add(new(entry, MapFault.SharedAccount, holders[entry.Redmine.Value]));
            findings.AddRange(FaultsOf(entry).Select(f => new MapFinding(entry, f)));
        }

        return findings;
    }

    private IEnumerable<MapFault> FaultsOf(MapEntry entry)
    {
        if (IsTurnedRound(entry))
            return [MapFault.WrongOrder];
        return new[] { InMattermost(entry), InRedmine(entry) }.OfType<MapFault>();
    }

    /// <summary>As it stands it can't be right, and the other way round it can.</summary>
    private bool IsTurnedRound(MapEntry entry) =>
        !Users.ContainsKey(entry.Username) && Users.ContainsKey(entry.Redmine.Value.ToLowerInvariant()) && Accounts.ContainsKey(entry.Username);

    private MapFault? InMattermost(MapEntry entry) => Users.GetValueOrDefault(entry.Username) switch
    {
        null => MapFault.UnknownInMattermost,
        var user when Pins.TryGetValue(entry.Username, out var owner) && owner != user.Id => MapFault.AnotherAccount,
        { IsDeactivated: true } => MapFault.Deactivated,
        { IsBot: true } => MapFault.Bot,
        _ => null,
    };

    private MapFault? InRedmine(MapEntry entry) => !Accounts.TryGetValue(entry.Redmine.Value, out var status)
        ? MapFault.UnknownInRedmine
        : status switch
        {
            AccountStatus.Locked => MapFault.Locked,
            AccountStatus.Registered => MapFault.NotActivated,
            _ => null,
        };
}
