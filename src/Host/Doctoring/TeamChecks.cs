using System.Runtime.CompilerServices;
using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Which teams and channels the bot is in, and what it may do there.</summary>
internal static class TeamChecks
{
    private const int PagesAtMost = 10;

    public static async IAsyncEnumerable<Finding> CoverageAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var bot = facts.Bot!.Username;
        facts.Teams = await tools.Mattermost.GetTeamsAsync(cancellation);
        if (facts.Teams.Count == 0)
        {
            yield return Finding.Red(
                Areas.Mattermost,
                "teams",
                $"@{bot} is in no team: it hears nothing, and there are no commands.",
                $"Add it to each team: Invite People in the team's menu, or `mmctl team users add <team> {bot}`.");
            yield break;
        }

        foreach (var team in facts.Teams)
        {
            var channels = await tools.Mattermost.GetChannelsAsync(team.Id, cancellation);
            var (open, shut) = (channels.Count(c => c.Kind == ChannelKind.Public), channels.Count(c => c.Kind == ChannelKind.Private));
            var said = $"{team.Name}: @{bot} is in {open} of {await PublicAsync(tools, team, cancellation)} public channels and in {shut} private ones"
                + (tools.Settings.JoinPublicChannels ? "; the running bridge joins the public ones." : "; it sees no other.");
            yield return open + shut > 0 || tools.Settings.JoinPublicChannels
                ? Finding.Green(Areas.Mattermost, $"team {team.Name}", said)
                : Finding.Yellow(Areas.Mattermost, $"team {team.Name}", said, $"Invite it where it shall work: `/invite @{bot}`; or set Links__Join to public.");
        }
    }

    public static async IAsyncEnumerable<Finding> RightsAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var bot = facts.Bot!;
        Dictionary<string, HashSet<string>?> known = [];
        var everywhere = await OfRolesAsync(tools, bot.Roles, known, cancellation);
        var areSeen = true;
        List<(MattermostTeam Team, HashSet<string> Rights)> teams = [];
        foreach (var team in facts.Teams)
        {
            var member = await tools.Probe.AskAsync(HttpMethod.Get, $"api/v4/teams/{team.Id}/members/{bot.Id}", cancellation);
            areSeen &= member.IsObject && member.Body.TryGetProperty("roles", out var listed) && listed.ValueKind == JsonValueKind.String;
            teams.Add((team, [.. everywhere, .. await OfRolesAsync(tools, member.Text("roles").Split(' ', StringSplitOptions.RemoveEmptyEntries), known, cancellation)]));
        }

        var inChannels = await OfRolesAsync(tools, ["channel_user"], known, cancellation);
        if (!areSeen || known.ContainsValue(null))
        {
            yield return Finding.Yellow(
                Areas.Mattermost,
                "rights",
                $"Mattermost doesn't say what @{bot.Username} may do, so its rights were not looked at.",
                "Run doctor again; if that lasts, look into Mattermost's log, or that of the proxy before it, for what it answers below /api/v4/roles and /api/v4/teams.");
            yield break;
        }

        if (tools.Settings.LinksMode == LinksMode.Edit)
        {
            yield return Right(
                "edit_others_posts",
                Missing(teams, r => r.Contains("edit_others_posts") || inChannels.Contains("edit_others_posts")),
                $"@{bot.Username} may edit the messages of others: links stand in them.",
                $"@{bot.Username} may not edit the messages of others, so links come in replies",
                "Integrations, Bot Accounts, Edit: switch on post:all; then `mmctl permissions add system_post_all edit_others_posts`. Or set Links__Mode to reply.");
        }

        if (tools.Settings.RegisterCommands && facts.CommandsAreOn)
        {
            var name = CommandRegistrar.RightIn(facts.MattermostVersion);
            yield return Right(
                name,
                Missing(teams, r => r.Contains(name)),
                $"@{bot.Username} may register the commands.",
                $"@{bot.Username} may not register the commands",
                $"`mmctl permissions add system_post_all {name}` (with post:all switched on for the bot), or make it an administrator of the team; "
                + "or register them yourself and set Commands__Register=off and Commands__TokensFile.");
        }

        yield return Finding.Green(Areas.Mattermost, "create_post_ephemeral", everywhere.Contains("create_post_ephemeral")
            ? $"@{bot.Username} may say under a message what could not be linked, to its author alone."
            : $"@{bot.Username} says in the direct message what could not be linked: under the message it may not without create_post_ephemeral, which is no loss.");
    }

    private static Finding Right(string right, string missing, string has, string lacks, string mend) => missing.Length == 0
        ? Finding.Green(Areas.Mattermost, right, has)
        : Finding.Yellow(Areas.Mattermost, right, $"{lacks} ({missing}).", mend);

    private static string Missing(List<(MattermostTeam Team, HashSet<string> Rights)> teams, Func<HashSet<string>, bool> has) =>
        string.Join(", ", teams.Where(t => !has(t.Rights)).Select(t => $"team {t.Team.Name}"));

    /// <param name="known">Null for one that Mattermost doesn't answer for as it should.</param>
    private static async Task<HashSet<string>> OfRolesAsync(
        DoctorTools tools, IEnumerable<string> roles, Dictionary<string, HashSet<string>?> known, CancellationToken cancellation)
    {
        HashSet<string> rights = [];
        foreach (var role in roles)
        {
            if (!known.TryGetValue(role, out var its))
            {
                var answer = await tools.Probe.AskAsync(HttpMethod.Get, $"api/v4/roles/name/{Uri.EscapeDataString(role)}", cancellation);
                its = answer.IsObject && answer.Body.TryGetProperty("permissions", out var permissions) && permissions.ValueKind == JsonValueKind.Array
                    ? [.. permissions.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.String).Select(p => p.GetString()!)]
                    : answer.Status == 404 ? [] : null;
                known[role] = its;
            }

            rights.UnionWith(its ?? []);
        }

        return rights;
    }

    /// <summary>How many there are, in words.</summary>
    private static async Task<string> PublicAsync(DoctorTools tools, MattermostTeam team, CancellationToken cancellation)
    {
        var count = 0;
        try
        {
            for (var page = 0; page < PagesAtMost; page++)
            {
                var some = await tools.Mattermost.GetPublicChannelsAsync(team.Id, page, cancellation);
                count += some.Count;
                if (some.Count < IMattermostApi.ChannelsInPage)
                    return $"{count}";
            }
        }
        catch (MattermostException refused) when (refused.Kind == PosterFailure.Forbidden)
        {
            return "an unknown number of";
        }

        return $"more than {count}";
    }
}
