using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Setup;

/// <summary>Looks at both servers, and changes nothing there.</summary>
internal sealed class SetupLook(SetupInput input, MattermostAdmin mattermost, RedmineAdmin redmine)
{
    private const string UsualBot = "redmine";

    public async Task<MattermostFindings> AtMattermostAsync(CancellationToken cancellation)
    {
        var me = await mattermost.EnterAsync(input.Mattermost!, cancellation);
        if (!me.IsSystemAdmin)
            throw new ServerRefusedException($"@{me.Username} is no system administrator of Mattermost: give an administrator's credentials", 403);
        var tokens = input.BotToken is { } token ? await mattermost.WhoHasAsync(token, cancellation) : null;
        var name = input.Options.Bot ?? (tokens is { IsBot: true } known ? known.Username : UsualBot);
        var bot = await mattermost.WhoIsAsync($"username/{name}", cancellation);
        var teams = await mattermost.TeamsAsync(cancellation);
        List<ChannelFinding> channels = [];
        foreach (var named in input.Options.Channels)
            channels.Add(await ChannelAsync(named, teams, bot, cancellation));
        var switches = await mattermost.SwitchesAsync(cancellation);
        var (version, server) = await mattermost.ServerAsync(cancellation);
        return new()
        {
            Admin = me,
            Version = version,
            Server = server,
            SiteUrl = (string?)switches["SiteURL"] ?? "",
            BotsCanBeMade = (bool?)switches["EnableBotAccountCreation"] ?? false,
            CommandsAreOn = (bool?)switches["EnableCommands"] ?? false,
            InternalConnections = (string?)switches["AllowedUntrustedInternalConnections"] ?? "",
            BridgeAddresses = await InternalConnections.FindAsync(input.Settings.PublicUrl.IdnHost, cancellation),
            MattermostAddresses = await InternalConnections.FindMachineAsync(input.Settings.MattermostUrl.IdnHost, cancellation),
            BotName = name,
            Bot = bot,
            Token = input.BotToken is null ? TokenState.Missing : tokens is not null && tokens.Id == bot?.Id ? TokenState.Good : TokenState.Wrong,
            BotOwner = bot is null ? new(me.Id, me) : bot.IsBot ? await mattermost.OwnerAsync(bot.Id, cancellation) : null,
            BotTokens = bot is { IsBot: true } ? await mattermost.TokensOfAsync(bot.Id, cancellation) : [],
            BotGoesWithItsOwner = (bool?)switches["DisableBotsWhenOwnerIsDeactivated"] ?? true,
            Role = await mattermost.RoleAsync(SetupPlan.BotRole, cancellation),
            RoleHolders =
            [
                .. (await mattermost.HoldersAsync(SetupPlan.BotRole, cancellation)).Where(u => u.Roles.Contains(SetupPlan.BotRole) && u.IsActive && u.Id != bot?.Id)
                    .Select(u => u.Username),
            ],
            Teams = teams,
            BotTeams = bot is null ? new HashSet<string>() : await mattermost.TeamsOfAsync(bot.Id, cancellation),
            Channels = channels,
            Commands = await mattermost.CommandsAsync(teams, cancellation),
        };
    }

    /// <summary>An administrator's key, which the calls then are made by; null where everybody has a key of their own.</summary>
    public async Task<string?> AtRedmineAsync(CancellationToken cancellation)
    {
        if (input.Settings.ByOwnKeys)
        {
            await redmine.CheckRestAsync(cancellation);
            return null;
        }

        try
        {
            if (input.RedmineKey is { } key)
                return (await redmine.EnterAsync(new() { Token = key }, "Redmine__ApiKey", cancellation)).Key;
        }
        catch (ServerRefusedException refused) when (refused.Status is 401 or 403 && input.Redmine is not null)
        {
            // Another one was given beside it; where REST is off, that is refused as well.
        }

        var setting = input.Redmine!.Token is null ? "SETUP_REDMINE_LOGIN with its password" : "SETUP_REDMINE_KEY";
        return (await redmine.EnterAsync(input.Redmine, setting, cancellation)).Key;
    }

    /// <summary>Of those who may use the bridge and are not in the map.</summary>
    public async Task<PeopleMatches> AtPeopleAsync(UserMap known, CancellationToken cancellation)
    {
        var people = (await mattermost.PeopleAsync(cancellation)).Where(p => !p.IsBot && (input.Settings.GuestsAct || !p.IsGuest)).ToList();
        return PeopleMatches.Find(people, await redmine.PeopleAsync(cancellation), known, input.Former?.People ?? new Dictionary<string, string>());
    }

    private async Task<ChannelFinding> ChannelAsync(
        string named, IReadOnlyList<(string Id, string Name)> teams, MattermostAccount? bot, CancellationToken cancellation)
    {
        var parts = named.Split('/', 2);
        var team = teams.Where(t => t.Name == parts[0]).Select(t => t.Id).FirstOrDefault();
        var channel = team is null || parts.Length < 2 ? null : await mattermost.ChannelAsync(team, parts[1].TrimStart('~'), cancellation);
        return new(named, team, channel, channel is not null && bot is not null && await mattermost.IsInChannelAsync(channel, bot.Id, cancellation));
    }
}
