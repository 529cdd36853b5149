using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Integrations;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Custom slash commands: kept in order by those who may, run by everybody.</summary>
internal static class CommandsApi
{
    public static ApiAnswer Create(ApiCall call)
    {
        var me = call.Me;
        RequireEnabled(call);
        var teamId = call.Text("team_id");
        if (!MayManage(call, teamId))
            throw Refusals.Permission(me, Permissions.ManageSlashCommands);
        var team = call.World.FindTeam(teamId) ?? throw Refusals.NoTeam(teamId);
        return new(CommandJson.Of(call.World.Save(CommandJson.Read(new(call.World.NextId(), team.Id, me.Id), call))), 201);
    }

    public static ApiAnswer List(ApiCall call)
    {
        var me = call.Me;
        RequireEnabled(call);
        var team = call.Query("team_id");
        if (team.Length != 26)
            throw Refusals.InvalidUrl("team_id");
        call.RequireTeam(Permissions.ViewTeam, team);
        var mayManage = MayManage(call, team);
        if (call.Query("custom_only") == "true" && !mayManage)
            throw Refusals.Permission(me, Permissions.ManageSlashCommands);
        return ApiAnswer.List(OfTeam(call, team), c => mayManage ? CommandJson.Of(c) : CommandJson.ForEverybody(c));
    }

    public static ApiAnswer Completions(ApiCall call)
    {
        call.RequireTeam(Permissions.ViewTeam, call.Route("team"));
        return ApiAnswer.List(OfTeam(call, call.Route("team")).Where(c => c.AutoComplete), CommandJson.ForEverybody);
    }

    public static ApiAnswer Get(ApiCall call) => new(CommandJson.Of(Own(call)));

    public static ApiAnswer Update(ApiCall call)
    {
        var command = Own(call);
        if (call.Text("id") != command.Id)
            throw Refusals.InvalidUrl("command_id");
        if (call.Text("team_id") != command.TeamId)
            throw new MattermostRefusalException(400, "api.command.team_mismatch.app_error", "Unable to update commands across teams.");
        return new(CommandJson.Of(call.World.Save(CommandJson.Read(command, call))));
    }

    public static ApiAnswer Delete(ApiCall call)
    {
        call.World.Remove(Own(call));
        return ApiAnswer.Ok;
    }

    public static ApiAnswer RenewToken(ApiCall call) => new(new JsonObject { ["token"] = call.World.RenewToken(Own(call)).Token });

    public static async Task<ApiAnswer> Execute(ApiCall call, CommandRunner runner)
    {
        RequireEnabled(call);
        var answer = await runner.Run(call.Me, call.Text("channel_id"), call.Text("team_id"), call.Text("root_id"), call.Text("command"));
        return new(answer.Json);
    }

    public static async Task<ApiAnswer> Press(ApiCall call, ActionPresser presser)
    {
        if (!call.Route("action").All(char.IsAsciiLetterOrDigit))
            throw SystemApi.NoPage;
        var trigger = await presser.Press(call.Me, call.Route("post"), call.Route("action"), call.Text("cookie"), call.Text("selected_option"));
        return new(new JsonObject { ["status"] = "OK", ["trigger_id"] = trigger });
    }

    /// <summary>By <c>response_url</c>: whoever knows it may.</summary>
    public static ApiAnswer AnswerLate(ApiCall call)
    {
        JsonObject reply;
        try
        {
            reply = CommandReplies.Read(call.ContentType, call.Raw);
        }
        catch (JsonException)
        {
            throw new MattermostRefusalException(400, "web.command_webhook.parse.app_error", "Unable to parse incoming data.");
        }

        var url = call.World.UseResponseUrl(call.Route("id"));
        CommandReplies.Publish(call.World, url.Command, url.UserId, url.ChannelId, url.RootId, reply);
        return ApiAnswer.PlainOk;
    }

    private static IEnumerable<MattermostCommand> OfTeam(ApiCall call, string team) => call.World.Commands.Where(c => c.TeamId == team);

    /// <summary>Those who may not manage any see no commands at all; somebody else's need one permission more.</summary>
    private static MattermostCommand Own(ApiCall call)
    {
        var me = call.Me;
        RequireEnabled(call);
        if (call.World.FindCommand(call.Route("command")) is not { } command || !MayManage(call, command.TeamId))
            throw new MattermostRefusalException(404, "store.sql_command.save.get.app_error", "Unable to get the command.");
        return command.CreatorId == me.Id || call.World.MayInTeam(me, Permissions.ManageOthersSlashCommands, command.TeamId)
            ? command
            : throw Refusals.Permission(me, Permissions.ManageOthersSlashCommands);
    }

    /// <summary>What was granted by the older name counts on newer versions too, as their migration makes it.</summary>
    private static bool MayManage(ApiCall call, string team) =>
        call.World.MayInTeam(call.Me, Permissions.ManageSlashCommands, team)
        || (call.World.Settings.HasOwnSlashCommands && call.World.MayInTeam(call.Me, Permissions.ManageOwnSlashCommands, team));

    private static void RequireEnabled(ApiCall call)
    {
        if (!call.World.Settings.EnableCommands)
            throw new MattermostRefusalException(501, "api.command.disabled.app_error", "Commands have been disabled by the system admin.");
    }
}
