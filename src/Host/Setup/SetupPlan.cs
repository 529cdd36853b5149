using System.Text.Json.Nodes;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Setup;

/// <summary>From what is there to what is to be done, in the order in which it is. Pure: whatever it should know is handed in.</summary>
internal static class SetupPlan
{
    public const string BotRole = "system_post_all";
    private const string EphemeralPermission = "create_post_ephemeral";

    public static IReadOnlyList<PlanLine> OfMattermost(
        SetupOptions options, BridgeSettings settings, MattermostFindings found, string? ephemeralRefusedBy, BotTokens tokens, bool hasLostToken = false)
    {
        if (found.Bot is { IsBot: false } person)
            return [Blocking($"@{person.Username} is a person in Mattermost and no bot: choose another name with --bot")];
        var teams = Teams(options, found);
        return
        [
            .. Unknown(options, found),
            .. Switches(options, settings, found),
            .. Holders(found, tokens),
            .. Bot(found, tokens),
            .. Role(settings, found, ephemeralRefusedBy),
            .. Roles(found),
            .. teams.Select(t => found.BotTeams.Contains(t.Id)
                ? There($"@{found.BotName} is in the team {t.Name}")
                : ToDo($"add @{found.BotName} to the team {t.Name}", new Step.JoinTeam(t.Id))),
            .. found.Channels.Where(c => c.Id is not null).Select(c => c.HasBot
                ? There($"@{found.BotName} is in the channel {c.Named}")
                : ToDo($"add @{found.BotName} to the channel {c.Named}", new Step.JoinChannel(c.Id!))),
            Token(found, hasLostToken),
            // The bot registers them wherever it is.
            .. Commands(settings, found, [.. teams.Union(found.Teams.Where(t => found.BotTeams.Contains(t.Id)))]),
        ];
    }

    /// <summary>The teams that the bot shall be in: those named, or all; and those of the channels named.</summary>
    private static List<(string Id, string Name)> Teams(SetupOptions options, MattermostFindings found) =>
        [.. found.Teams.Where(t => options.Teams.Count == 0 || options.Teams.Contains(t.Name) || found.Channels.Any(c => c.TeamId == t.Id))];

    private static IEnumerable<PlanLine> Unknown(SetupOptions options, MattermostFindings found)
    {
        foreach (var team in options.Teams.Where(t => found.Teams.All(known => known.Name != t)))
            yield return Blocking($"there is no team {team} in Mattermost: write its name as it stands in addresses");
        foreach (var channel in found.Channels.Where(c => c.Id is null))
            yield return Blocking($"there is no channel {channel.Named} in Mattermost: write team/channel as it stands in addresses");
    }

    private static IEnumerable<PlanLine> Switches(SetupOptions options, BridgeSettings settings, MattermostFindings found)
    {
        if (found.Bot is null)
        {
            yield return found.BotsCanBeMade
                ? There("EnableBotAccountCreation is on")
                : options.KeepsSwitches
                    ? Blocking("a bot can't be made while EnableBotAccountCreation is off: switch it on (System Console, Integrations, Bot Accounts), or let setup do it")
                    : SwitchOn("EnableBotAccountCreation", "");
        }

        if (settings.RegisterCommands || settings.CommandTokens.Count > 0)
        {
            yield return found.CommandsAreOn
                ? There("EnableCommands is on")
                : SwitchOn("EnableCommands", "nobody can use slash commands");
        }

        var site = settings.MattermostUrl.AbsoluteUri.TrimEnd('/');
        yield return found.SiteUrl.Length > 0
            ? There($"SiteURL is {found.SiteUrl}")
            : Switch("SiteURL", "", site, $"set Mattermost's SiteURL to {site}; if people reach it by another address, correct it there", "buttons and late answers don't work");
        var host = settings.PublicUrl.IdnHost;
        yield return InternalConnections.Covers(found.InternalConnections, host, found.BridgeAddresses)
            ? There($"Mattermost may call {host}")
            : !InternalConnections.IsInside(found.BridgeAddresses, found.MattermostAddresses)
                ? There($"{host} is a public address, which Mattermost calls anyway")
                : Switch(
                    "AllowedUntrustedInternalConnections",
                    found.InternalConnections,
                    $"{found.InternalConnections} {host}".Trim(),
                    $"let Mattermost call {host}, the bridge's host: add it to AllowedUntrustedInternalConnections",
                    $"Mattermost calls nothing at {host} (address forbidden)");

        PlanLine SwitchOn(string name, string without) => Switch(name, false, true, $"switch Mattermost's {name} on", without);

        PlanLine Switch(string name, JsonNode former, JsonNode value, string text, string without) => options.KeepsSwitches
            ? new(PlanState.Note, $"{without} while {name} stays as it is, as was wished")
            : ToDo(text, new Step.Switch(name, former, value));
    }

    private static IEnumerable<PlanLine> Bot(MattermostFindings found, BotTokens tokens)
    {
        var about = (found.BotOwner is { } owner ? $", owned by {owner}" : "") + (tokens.Others.Count > 0 ? $"; {AccessTokens(tokens.Others.Count, "other ")}" : "");
        if (found.Bot is null)
            yield return ToDo($"create the bot @{found.BotName}", new Step.CreateBot(found.BotName));
        else if (!found.Bot.IsActive)
            yield return ToDo($"activate the bot @{found.BotName}{about}", new Step.EnableBot());
        else
            yield return There($"the bot @{found.BotName}{about}");
        if (tokens.Unclear > 0)
        {
            yield return Note(
                $"@{found.BotName} has {AccessTokens(tokens.Unclear, "")}, and setup can't tell which of them is the one of the settings: whoever has another can do what "
                + "the bot can, so revoke the others yourself (Integrations, Bot Accounts)");
        }

        if (found.BotGoesWithItsOwner && (found.BotOwner is { IsTrusted: false } ? found.Admin : found.BotOwner?.Person) is { } keeper)
        {
            yield return Note(
                $"@{found.BotName} belongs to @{keeper.Username}: when that account is deactivated, Mattermost deactivates the bot, too; keep it, or give the bot to another "
                + $"before (mmctl bot assign {found.BotName} <username>)");
        }
    }

    /// <summary>Nobody else may act as the bot once it has rights.</summary>
    private static IEnumerable<PlanLine> Holders(MattermostFindings found, BotTokens tokens)
    {
        if (found.BotOwner is { IsTrusted: false } owner)
        {
            yield return ToDo(
                $"make @{found.Admin.Username} the owner of @{found.BotName}: {owner} is no active system administrator, and owners can make access tokens for their bots",
                new Step.AssignBot(owner.Id));
        }

        if (tokens.Others.Count > 0)
        {
            yield return ToDo(
                $"revoke {AccessTokens(tokens.Others.Count, "other ")} of @{found.BotName}, for good: whoever has them could do what it can",
                new Step.RevokeTokens(tokens.Others));
        }
    }

    private static string AccessTokens(int count, string which) => count == 1 ? $"1 {which}access token" : $"{count} {which}access tokens";

    private static IEnumerable<PlanLine> Role(BridgeSettings settings, MattermostFindings found, string? ephemeralRefusedBy)
    {
        List<string> wanted = [];
        if (settings.LinksMode == LinksMode.Edit)
            wanted.Add("edit_others_posts");
        if (settings.RegisterCommands)
            wanted.Add(CommandRegistrar.RightIn(found.Version));
        var missing = wanted.Except(found.Role.Permissions).ToList();
        var others = found.RoleHolders.Count == 0
            ? "no other account has that role"
            : $"others with that role get it too: {Names(found.RoleHolders.Select(n => $"@{n}"))}";
        if (wanted.Count > 0)
            yield return missing.Count == 0
                ? There($"the role {BotRole} permits {string.Join(", ", wanted)}")
                : ToDo($"let the role {BotRole} {string.Join(", ", missing)} ({others})", new Step.ExtendRole(BotRole, missing));
        if (found.Role.Permissions.Contains(EphemeralPermission))
            yield return There($"the role {BotRole} permits {EphemeralPermission}");
        else if (ephemeralRefusedBy is not null && ephemeralRefusedBy == $"{found.Version}")
            yield return There($"what this server lets a role do: it refuses {EphemeralPermission}, and people are told in direct messages instead");
        else
            yield return ToDo($"let the role {BotRole} {EphemeralPermission}, if this server takes that", new Step.ExtendRole(BotRole, [EphemeralPermission], IsOptional: true));
    }

    /// <summary>Whatever else the bot has stays, but for System Admin, which it never needs.</summary>
    private static IEnumerable<PlanLine> Roles(MattermostFindings found)
    {
        var former = found.Bot?.Roles ?? ["system_user"];
        var wanted = former.Where(r => r != "system_admin").Union(["system_user", BotRole]).ToList();
        if (wanted.ToHashSet().SetEquals(former))
            yield return There($"@{found.BotName} has the role {BotRole}");
        else
        {
            var taken = found.Bot?.IsSystemAdmin == true ? $"take System Admin from @{found.BotName}, which it doesn't need, and " : "";
            yield return ToDo($"{taken}give @{found.BotName} the roles {string.Join(' ', wanted)}", new Step.SetBotRoles(former, wanted));
        }
    }

    private static PlanLine Token(MattermostFindings found, bool hasLost)
    {
        if (found.Token == TokenState.Good)
            return There($"Mattermost takes the access token of @{found.BotName}");
        var why = found.Token == TokenState.Missing ? ""
            : found.Bot is { IsActive: false } ? ", if the one of the settings is not good then"
            : ", since the one of the settings is not good";
        return ToDo($"make an access token for @{found.BotName}{why}{(hasLost ? "; the one that setup made before is revoked" : "")}", new Step.MakeToken());
    }

    private static IEnumerable<PlanLine> Commands(BridgeSettings settings, MattermostFindings found, List<(string Id, string Name)> teams)
    {
        if (!settings.RegisterCommands)
        {
            yield return new(PlanState.Note, "slash commands are left to you: Commands__Register is off");
            yield break;
        }

        var slash = SlashOf(settings);
        List<string> words = [];
        List<PlanLine> taken = [];
        foreach (var (team, trigger) in teams.SelectMany(t => slash.Triggers.Select(w => (t, w))))
        {
            var command = found.Commands.FirstOrDefault(c => c.Team == team.Id && c.Trigger == trigger);
            if (command is null || (command.Url != slash.CommandUrl.AbsoluteUri && IsOurs(command, found.Bot?.Id)))
                words.Add($"/{trigger} in {team.Name}");
            else if (command.Url != slash.CommandUrl.AbsoluteUri)
                taken.Add(new(PlanState.Impossible, $"/{trigger} in the team {team.Name} is somebody else's command: remove that, or set Commands__Trigger to another word"));
        }

        if (words.Count > 0)
            yield return ToDo($"register {Names(words)}, leading to {slash.CommandUrl}", new Step.RegisterCommands());
        else if (taken.Count == 0)
            yield return There($"the slash commands lead to {slash.CommandUrl}");
        // Else whoever registers the others finds and says it.
        if (words.Count == 0)
        {
            foreach (var line in taken)
                yield return line;
        }
    }

    public static SlashSettings SlashOf(BridgeSettings settings) =>
        new(settings.Trigger, settings.PublicUrl, settings.RedminePublicUrl, settings.Language, settings.RegisterCommands, []);

    public static bool IsOurs(SlashCommand command, string? bot) =>
        command.Creator == bot || IsForABridge(command);

    public static bool IsForABridge(SlashCommand command) => command.Url.EndsWith(SlashSettings.CommandPath, StringComparison.Ordinal);

    /// <summary>The first of them, and how many there are.</summary>
    private static string Names(IEnumerable<string> all)
    {
        const int shown = 10;
        var names = all.ToList();
        return string.Join(", ", names.Take(shown)) + (names.Count > shown ? $" and {names.Count - shown} more" : "");
    }

    private static PlanLine There(string text) => new(PlanState.There, text);

    private static PlanLine Note(string text) => new(PlanState.Note, text);

    private static PlanLine ToDo(string text, Step step) => new(PlanState.ToDo, text, step);

    private static PlanLine Blocking(string text) => new(PlanState.Impossible, text) { Blocks = true };
}
