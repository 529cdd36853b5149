using System.Runtime.CompilerServices;
using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Apps;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Which door has each word in each team: a slash command of the bridge's or somebody else's, a line of the tokens file, or the App.</summary>
internal static class CommandChecks
{
    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = tools.Settings;
        foreach (var stranger in settings.CommandTokens.Where(t => !facts.Teams.Any(team => IsOf(t, team))))
        {
            yield return Finding.Yellow(
                Areas.Commands,
                $"{stranger.Team} /{stranger.Trigger}",
                $"Commands__TokensFile has a line for the team {stranger.Team}, which the bot isn't in.",
                "Correct the team's name (as it stands in addresses), add the bot to the team, or remove the line.");
        }

        foreach (var team in facts.Teams)
        {
            var existing = await ExistingAsync(tools, team, cancellation);
            foreach (var trigger in Triggers(tools))
            {
                var given = settings.CommandTokens.FirstOrDefault(t => IsOf(t, team) && t.Trigger == trigger);
                if (!settings.RegisterCommands && given is null)
                {
                    if (settings.AppsSecret is null)
                        yield return NoDoor(team, trigger);
                    continue;
                }

                if (existing is null)
                {
                    facts.Command ??= (team, trigger);
                    if (given is not null)
                        yield return Finding.Green(Areas.Commands, Subject(team, trigger), $"/{trigger} in the team {team.Name} is a line of Commands__TokensFile.");
                    continue;
                }

                var finding = await JudgeAsync(tools, facts, team, trigger, existing.FirstOrDefault(c => c.Trigger == trigger), given, cancellation);
                if (finding.Level == Level.Green)
                    facts.Command ??= (team, trigger);
                yield return finding;
            }
        }
    }

    public static async IAsyncEnumerable<Finding> AppAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const string subject = "App";
        var settings = tools.Settings;
        if (settings.AppsSecret is null)
        {
            yield return Finding.Green(Areas.Commands, subject, "The door for the Apps plugin is shut: there is no Apps__Secret.");
        }
        else if (facts.MattermostVersion >= new Version(12, 0))
        {
            yield return Finding.Yellow(
                Areas.Commands, subject, "Apps__Secret is set, but Mattermost has no Apps any more from version 12 on.", "Remove Apps__Secret, and have the words as slash commands: Commands__Register=auto.");
        }
        else if (settings.RegisterCommands || Triggers(tools).All(t => settings.CommandTokens.Any(g => g.Trigger == t)))
        {
            yield return Finding.Green(Areas.Commands, subject, "All words are slash commands, so the App offers none.");
        }
        else if (facts.BridgeRuns)
        {
            var own = await tools.Mattermost.GetDirectChannelAsync(facts.Bot!.Id, facts.Bot.Id, cancellation);
            var answer = await tools.Probe.AskAsync(
                HttpMethod.Get, $"plugins/com.mattermost.apps/api/v1/bindings?channel_id={own}&team_id={facts.Teams[0].Id}&user_agent=webapp", cancellation);
            yield return answer.Status == 200 && Names(answer.Body)
                ? Finding.Green(Areas.Commands, subject, "The App is installed, and the plugin reaches it.")
                : Finding.Yellow(
                    Areas.Commands,
                    subject,
                    answer.Status == 200 ? "The App is not installed, or the plugin does not reach it." : $"The Apps plugin does not answer (status {answer.Status}).",
                    $"Where the plugin is there and enabled, a system administrator runs `/apps install http {settings.PublicUrl.AbsoluteUri.TrimEnd('/')}/manifest.json` and types Apps__Secret.");
        }
    }

    /// <summary>Null where the bot may not see them.</summary>
    private static async Task<IReadOnlyList<MattermostCommand>?> ExistingAsync(DoctorTools tools, MattermostTeam team, CancellationToken cancellation)
    {
        try
        {
            return await tools.Mattermost.GetCommandsAsync(team.Id, cancellation);
        }
        catch (MattermostException refused) when (refused.Kind is PosterFailure.Forbidden or PosterFailure.NotFound)
        {
            return null;
        }
    }

    private static async Task<Finding> JudgeAsync(
        DoctorTools tools, Facts facts, MattermostTeam team, string trigger, MattermostCommand? found, GivenToken? given, CancellationToken cancellation)
    {
        var (subject, bot) = (Subject(team, trigger), facts.Bot!);
        var wanted = SlashSettings.CommandUrlAt(tools.Settings.PublicUrl);
        if (found is null)
        {
            return given is null
                ? Finding.Yellow(
                    Areas.Commands,
                    subject,
                    $"There is no /{trigger} in the team {team.Name}.",
                    facts.BridgeRuns ? "The running bridge registers it within ten minutes; if it doesn't, its log says why." : "Start the bridge: it registers it, where it may.")
                : Finding.Red(
                    Areas.Commands,
                    subject,
                    $"Commands__TokensFile has a line for /{trigger} in the team {team.Name}, but there is no such command.",
                    $"Add it in the team (Integrations, Slash Commands): the word {trigger}, the method POST, the address {wanted}; and write its token into the file.");
        }

        if (!SlashSettings.IsOurs(found, bot.Id))
        {
            return Finding.Red(
                Areas.Commands,
                subject,
                $"/{trigger} in the team {team.Name} belongs to a command of {await NameAsync(tools, found.Creator, cancellation)}, which leads to {found.Url.Host}.",
                "Remove that command (Integrations, Slash Commands), or set Commands__Trigger to another word.");
        }

        if (given is not null && given.Token != found.Token)
        {
            return Finding.Red(
                Areas.Commands,
                subject,
                $"The token for /{trigger} in the team {team.Name} in Commands__TokensFile is not the command's.",
                "Copy the command's token (Integrations, Slash Commands) into the file, and start the bridge anew.");
        }

        if (found.Url == wanted)
            return Finding.Green(Areas.Commands, subject, $"/{trigger} in the team {team.Name} is a slash command that leads to the bridge.");
        return Finding.Yellow(
            Areas.Commands,
            subject,
            $"/{trigger} in the team {team.Name} leads to {found.Url.GetLeftPart(UriPartial.Path)}, not to Bridge__PublicUrl.",
            given is null && found.Creator == bot.Id
                ? "The bridge corrects it at its start and every ten minutes; if it doesn't, the running one has another Bridge__PublicUrl: start it anew."
                : $"Set its address to {wanted} (Integrations, Slash Commands), or let the bot: grant manage_others_slash_commands.");
    }

    private static Finding NoDoor(MattermostTeam team, string trigger) => Finding.Yellow(
        Areas.Commands,
        Subject(team, trigger),
        $"No door has /{trigger} in the team {team.Name}: Commands__Register is off, and Commands__TokensFile has no line for it.",
        "Register it yourself and write its token into Commands__TokensFile, or set Commands__Register to auto.");

    private static string Subject(MattermostTeam team, string trigger) => $"{team.Name} /{trigger}";

    /// <summary>The first version's word is there for whoever wants it.</summary>
    private static IEnumerable<string> Triggers(DoctorTools tools) => tools.Settings.RegisterCommands
        ? new[] { tools.Settings.Trigger, SlashSettings.FirstVersionTrigger }.Distinct()
        : tools.Settings.CommandTokens.Select(t => t.Trigger).Prepend(tools.Settings.Trigger).Distinct();

    private static bool IsOf(GivenToken given, MattermostTeam team) => given.Team == team.Name || given.Team == team.Id.Value;

    private static async Task<string> NameAsync(DoctorTools tools, UserId creator, CancellationToken cancellation) =>
        await tools.Mattermost.GetUsersAsync([creator], cancellation) is [var user] ? $"@{user.Username}" : "somebody who is gone";

    private static bool Names(JsonElement bindings) => bindings.ValueKind switch
    {
        JsonValueKind.Array => bindings.EnumerateArray().Any(Names),
        JsonValueKind.Object => bindings.EnumerateObject().Any(p => p.NameEquals("app_id") ? p.Value.ValueKind == JsonValueKind.String && p.Value.ValueEquals(AppManifest.AppId) : Names(p.Value)),
        _ => false,
    };
}
