using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Host.Setup;

/// <summary>Who of Mattermost is who in Redmine, by login and address. Nobody is matched who could be two.</summary>
/// <param name="Unclear">Who could be several, or is somebody whom another could be too: a sentence each.</param>
/// <param name="Unmatched">Usernames of those whom nothing tells.</param>
internal sealed record PeopleMatches(IReadOnlyList<PersonMatch> Matched, IReadOnlyList<string> Unclear, IReadOnlyList<string> Unmatched)
{
    public static readonly PeopleMatches None = new([], [], []);

    /// <param name="known">Whoever is in it stays as they are there, and their Redmine account is taken.</param>
    /// <param name="given">Pairs that somebody wrote down before; they count where both accounts are there.</param>
    public static PeopleMatches Find(
        IReadOnlyList<MattermostAccount> mattermost, IReadOnlyList<RedmineAccount> redmine, UserMap known, IReadOnlyDictionary<string, string> given)
    {
        var byLogin = redmine.Where(r => RedmineLogin.IsPossible(r.Login)).DistinctBy(r => r.Login.ToLowerInvariant()).ToDictionary(r => r.Login, StringComparer.OrdinalIgnoreCase);
        var byMail = byLogin.Values.Where(r => r.Mail.Length > 0).ToLookup(r => r.Mail, StringComparer.OrdinalIgnoreCase);
        var taken = known.Entries.ToLookup(e => e.Redmine.Value, e => e.Username, StringComparer.OrdinalIgnoreCase);
        List<PersonMatch> found = [];
        List<string> unclear = [];
        List<string> unmatched = [];
        foreach (var person in mattermost.Where(p => known.EntryOf(p.Username) is null).OrderBy(p => p.Username, StringComparer.Ordinal))
        {
            if (given.TryGetValue(person.Username, out var written) && byLogin.TryGetValue(written, out var before))
            {
                found.Add(new(person.Username, before.Login, "as it was before"));
                continue;
            }

            var sameName = byLogin.GetValueOrDefault(person.Username);
            var sameMail = person.Mail.Length > 0 ? byMail[person.Mail].ToList() : [];
            var either = sameMail.Append(sameName).OfType<RedmineAccount>().Distinct().ToList();
            if (either.Count > 1)
                unclear.Add($"@{person.Username} could be {string.Join(" or ", either.Select(r => r.Login))} in Redmine");
            else if (either is [var one])
            {
                var why = one != sameName ? "address" : sameMail.Count > 0 ? "login and address" : person.Mail.Length > 0 && one.Mail.Length > 0 ? "login; addresses differ" : "login";
                // In many a chat people choose their name and their address themselves.
                if (one.IsAdmin && (sameMail.Count == 0 || one != sameName))
                    unclear.Add($"@{person.Username} could be {one.Login} in Redmine, an administrator, but only the {(one == sameName ? "login" : "address")} is the same");
                else
                    found.Add(new(person.Username, one.Login, why));
            }
            else
                unmatched.Add(person.Username);
        }

        var clear = new List<PersonMatch>();
        foreach (var group in found.GroupBy(m => m.Redmine, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() == 1 && !taken.Contains(group.Key))
                clear.Add(group.Single());
            else
                unclear.AddRange(group.Select(m => $"@{m.Mattermost} could be {m.Redmine} in Redmine, and so could @{group.Select(o => o.Mattermost).Concat(taken[group.Key]).First(o => o != m.Mattermost)}"));
        }

        return new(clear, unclear, unmatched);
    }
}
