using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Compares the commands that there are with those that there should be, and mends what is ours: made by the bot, or leading to our
/// path. Somebody else's command of the same word is left alone.
/// </summary>
public sealed class CommandRegistrar(SlashSettings settings, IMattermostApi api)
{
    /// <summary>The word is taken in this team.</summary>
    private const string Duplicate = "api.command.duplicate_trigger.app_error";

    /// <summary>From this version on the right to manage one's own commands is one of its own.</summary>
    private static readonly Version OwnCommandsSince = new(11, 2);

    /// <summary>What the right to register commands is called there.</summary>
    /// <param name="server">Null where it didn't say its version.</param>
    public static string RightIn(Version? server) => server >= OwnCommandsSince ? "manage_own_slash_commands" : "manage_slash_commands";

    /// <exception cref="MattermostException">Mattermost is away, or refuses the bot as such.</exception>
    public async Task<RegistrarFindings> LookAsync(CancellationToken cancellation)
    {
        var me = await api.GetMeAsync(cancellation);
        var server = await api.GetServerAsync(cancellation);
        List<CommandToken> tokens = [];
        List<string> problems = [];
        foreach (var team in await api.GetTeamsAsync(cancellation))
        {
            tokens.AddRange(settings.GivenTokens
                .Where(g => g.Team == team.Name || g.Team == team.Id.Value)
                .Select(g => new CommandToken(team.Id, g.Trigger, g.Token)));
            if (!settings.Registers)
                continue;
            try
            {
                await LookAsync(team, me, tokens, problems, cancellation);
            }
            catch (MattermostException refused) when (refused.Kind is PosterFailure.Forbidden or PosterFailure.NotFound or PosterFailure.Rejected
                || refused.Status == 501)
            {
                problems.Add(Explain(team, me.Username, refused));
            }
        }

        return new(server, me.Username, tokens, problems);
    }

    private async Task LookAsync(
        MattermostTeam team, ChatUser me, List<CommandToken> tokens, List<string> problems, CancellationToken cancellation)
    {
        var existing = await api.GetCommandsAsync(team.Id, cancellation);
        foreach (var trigger in settings.Triggers)
        {
            var wanted = Wanted(team.Id, trigger, me.Id);
            var found = existing.FirstOrDefault(c => c.Trigger == trigger);
            if (found is null)
            {
                try
                {
                    found = await api.CreateCommandAsync(wanted, cancellation);
                }
                catch (MattermostException refused) when (refused.ErrorId == Duplicate)
                {
                    // An earlier attempt, the answer to which was lost, may have been carried out only now.
                    found = (await api.GetCommandsAsync(team.Id, cancellation)).FirstOrDefault(c => c.Trigger == trigger && SlashSettings.IsOurs(c, me.Id));
                    if (found is null)
                    {
                        // From Mattermost 11.2 a bot with no right but for its own commands sees no others.
                        problems.Add($"In the team {team.Name} /{trigger} is taken by a command that @{me.Username} may not see: remove that, or set Commands__Trigger to "
                            + "another word; if it leads to this bridge, grant manage_others_slash_commands, or put its token into Commands__TokensFile.");
                        continue;
                    }
                }
            }
            else if (!SlashSettings.IsOurs(found, me.Id))
            {
                problems.Add($"In the team {team.Name} /{trigger} belongs to a command of {await NameAsync(found.Creator, cancellation)}: remove that, or set Commands__Trigger to another word.");
                continue;
            }
            else if (IsOutdated(found, wanted))
            {
                try
                {
                    found = await api.UpdateCommandAsync(wanted with { Id = found.Id, Creator = found.Creator, Token = found.Token }, cancellation);
                }
                catch (MattermostException refused) when (refused.Kind == PosterFailure.Forbidden && found.Creator != me.Id)
                {
                    problems.Add($"In the team {team.Name} /{trigger} was made by {await NameAsync(found.Creator, cancellation)}, and @{me.Username} may not change it: set its address to "
                        + $"{wanted.Url}, or grant manage_others_slash_commands (before Mattermost 11.2: make the bot a team admin).");
                }
            }

            tokens.Add(new(team.Id, trigger, found.Token));
        }
    }

    private async Task<string> NameAsync(UserId creator, CancellationToken cancellation) =>
        await api.GetUsersAsync([creator], cancellation) is [{ } user] ? $"@{user.Username}" : "somebody who is gone";

    private static bool IsOutdated(MattermostCommand found, MattermostCommand wanted) =>
        found.Url != wanted.Url || found.Description != wanted.Description || found.Hint != wanted.Hint;

    private MattermostCommand Wanted(TeamId team, string trigger, UserId me)
    {
        var say = Sentences.In(settings.Language);
        return new("", team, trigger, settings.CommandUrl, "Redmine", say["CommandDescription"], say["CommandHint"], me, "");
    }

    private static string Explain(MattermostTeam team, string bot, MattermostException refused) => refused.Status == 501
        ? $"Custom slash commands are switched off: System Console, Integrations, Integration Management, Enable Custom Slash Commands. (Team {team.Name}.)"
        : refused.Kind == PosterFailure.Rejected
            ? $"Mattermost refuses the command in the team {team.Name} ({refused.ErrorId}): check Bridge__PublicUrl."
            : $"@{bot} may not manage slash commands in the team {team.Name}: make it a team admin there, or grant manage_slash_commands "
                + "(from Mattermost 11.2: manage_own_slash_commands) to its role, or register the commands yourself and set Commands__Register=off and Commands__TokensFile.";
}
