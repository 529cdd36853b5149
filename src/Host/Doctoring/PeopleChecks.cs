using System.Runtime.CompilerServices;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Doctoring;

/// <summary>The map of people, line by line, as the running bridge checks it; only that nobody is tied to a login by it.</summary>
internal static class PeopleChecks
{
    private const string Map = "map";

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = tools.Settings;
        if (settings.ByOwnKeys)
        {
            yield return Finding.Green(
                Areas.People,
                Map,
                "With Users__Link=connect people connect themselves and there is no map. Only who has connected can be assigned tickets, and which custom fields are required is known only from Redmine's refusals.");
            yield break;
        }

        var (map, problems) = await ReadAsync(settings, cancellation);
        foreach (var problem in problems)
            yield return Finding.Yellow(Areas.People, Map, $"{problem}.", "Correct or remove that line: until then the bridge passes it over.");
        if (map.Count == 0)
        {
            yield return Finding.Yellow(
                Areas.People, Map, "The map of people is empty: nobody can use the bridge.", "Write lines of mattermost_login=redmine_login into Users__Map or Users__File, or set Users__Link=connect.");
            yield break;
        }

        if (facts.Bot is null || !facts.RedmineIsWell)
            yield break;
        var (findings, trouble) = await CheckAsync(map, tools, facts, cancellation);
        if (trouble is not null)
        {
            yield return Finding.Red(Areas.People, Map, $"The map could not be held against Redmine: {trouble}.", "Run doctor again; if that lasts, look into Redmine's log.");
            yield break;
        }

        foreach (var finding in findings)
            yield return Finding.Yellow(Areas.People, finding.Entry.Where, $"`{finding.Entry.Username}={finding.Entry.Redmine}`: {finding.Wrong}.", Sentence(finding.Mend));
        if (findings.Count == 0)
            yield return Finding.Green(Areas.People, Map, $"Both servers know all {map.Count} entries of the map.");
    }

    private static async Task<(UserMap Map, IReadOnlyList<string> Problems)> ReadAsync(BridgeSettings settings, CancellationToken cancellation)
    {
        if (settings.UsersFile is not { } path)
            return (settings.Users, []);
        try
        {
            return (UsersFile.Read(settings, await File.ReadAllBytesAsync(path, cancellation), out var problems), problems);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (settings.Users, [$"Users__File: {path} can't be read ({failure.Message.TrimEnd('.')})"]);
        }
    }

    private static async Task<(IReadOnlyList<MapFinding> Findings, string? Trouble)> CheckAsync(
        UserMap map, DoctorTools tools, Facts facts, CancellationToken cancellation)
    {
        var check = new MapCheck(map, facts.Pins);
        while (check.Next() is { } question)
        {
            switch (question)
            {
                case Poster.ReadUsers ids:
                    check.Read(new Poster.UsersRead(ids, await tools.Mattermost.GetUsersAsync(ids.Ids, cancellation)));
                    break;
                case Poster.ReadNames names:
                    check.Read(new Poster.NamesRead(names, await tools.Mattermost.GetUsersByNameAsync(names.Usernames, cancellation)));
                    break;
                case RedmineCall call when await tools.Redmine.SendAsync(call, cancellation) is var answer:
                    if (answer is not RedmineAnswer.AccountsRead accounts)
                        return ([], $"{answer}");
                    check.Read(accounts);
                    break;
            }

            // As if they were: what is written down is the running bridge's affair.
            check.Pinned(check.ToPin);
        }

        return (check.Findings, null);
    }

    private static string Sentence(string mend) => $"{char.ToUpperInvariant(mend[0])}{mend[1..]}.";
}
