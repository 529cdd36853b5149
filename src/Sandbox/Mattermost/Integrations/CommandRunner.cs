using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Runs slash commands: calls the integration, shows what it answers.</summary>
internal sealed partial class CommandRunner(MattermostWorld world, IntegrationCaller caller, Func<Uri> ownUrl)
{
    /// <param name="teamId">The team whose window the person has open; it counts only in channels that are in no team.</param>
    /// <exception cref="MattermostRefusalException">What the person would see as an error.</exception>
    public async Task<CommandAnswer> Run(MattermostUser user, string channelId, string teamId, string rootId, string text)
    {
        if (text.Length <= 1 || text[0] != '/')
            throw Refusals.InvalidBody("command");
        world.RequireInChannel(user, Permissions.UseSlashCommands, channelId);
        var channel = world.FindChannel(channelId)!;
        var team = channel.HasNoTeam ? teamId : channel.TeamId;
        if (!world.MayInTeam(user, Permissions.ViewTeam, team))
            throw Refusals.Permission(user, Permissions.ViewTeam);

        var space = text.IndexOfAny([' ', '\t', '\n', '\r', '\u00a0', '\u0085']);
        var trigger = (space < 0 ? text : text[..space])[1..].ToLowerInvariant();
        var command = world.FindCommand(team, trigger) ?? throw new MattermostRefusalException(
            404,
            "api.command.execute_command.not_found.app_error",
            $"Command with a trigger of '{trigger}' not found. To send a message beginning with \"/\", try adding an empty space at the beginning of the message.");
        var (clientId, triggerId) = world.NewTrigger(user);
        using var request = Request(command, user, channel, team, rootId, space < 0 ? "" : text[(space + 1)..], triggerId);
        var reply = await Ask(trigger, request);
        CommandReplies.Publish(world, command, user.Id, channelId, rootId, reply);
        reply["trigger_id"] = clientId;
        return new(reply);
    }

    private async Task<JsonObject> Ask(string trigger, HttpRequestMessage request)
    {
        try
        {
            var (status, contentType, body) = await caller.Call(request);
            if (status != 200)
                throw Failed("failed_resp", $"Command with a trigger of '{trigger}' returned response {status}.", body);
            return CommandReplies.Read(contentType, body);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException)
        {
            throw Failed("failed", $"Command with a trigger of '{trigger}' failed.", failure.Message);
        }

        MattermostRefusalException Failed(string id, string message, string detail) =>
            new(500, $"api.command.execute_command.{id}.app_error", message, world.Settings.DeveloperMode ? detail : "");
    }

    private HttpRequestMessage Request(
        MattermostCommand command, MattermostUser user, MattermostChannel channel, string team, string rootId, string text, string triggerId)
    {
        var site = (world.Settings.SiteUrl ?? ownUrl()).AbsoluteUri.TrimEnd('/');
        var form = new List<KeyValuePair<string, string>>();
        var named = People().Matches(text).Select(m => world.FindUserByName(m.Groups[1].Value.ToLowerInvariant())).OfType<MattermostUser>()
            .Where(u => world.IsInTeam(team, u.Id)).Distinct().ToList();
        var places = Places().Matches(text).Select(m => m.Groups[1].Value)
            .Select(n => world.Channels.FirstOrDefault(c => c.TeamId == team && c.Name == n && c.Type == MattermostChannel.Public))
            .OfType<MattermostChannel>().Distinct().ToList();
        Add("channel_id", channel.Id);
        foreach (var place in places)
            Add("channel_mentions", place.Name);
        foreach (var place in places)
            Add("channel_mentions_ids", place.Id);
        Add("channel_name", channel.Name);
        Add("command", "/" + command.Trigger);
        Add("response_url", $"{site}/hooks/commands/{world.NewResponseUrl(command, user, channel.Id, rootId).Id}");
        if (world.Settings.IsAtLeast(11, 0))
            Add("root_id", rootId);
        Add("team_domain", world.FindTeam(team)!.Name);
        Add("team_id", team);
        Add("text", text);
        Add("token", command.Token);
        Add("trigger_id", triggerId);
        Add("user_id", user.Id);
        foreach (var person in named)
            Add("user_mentions", person.Username);
        foreach (var person in named)
            Add("user_mentions_ids", person.Id);
        Add("user_name", user.Username);

        var isPost = command.Method == "P";
        var request = isPost
            ? new HttpRequestMessage(HttpMethod.Post, command.Url) { Content = new FormUrlEncodedContent(form) }
            : new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(command.Url, form!));
        request.Headers.TryAddWithoutValidation("Authorization", "Token " + command.Token);
        return request;

        void Add(string key, string value) => form.Add(new(key, value));
    }

    [GeneratedRegex(@"(?<![\w@])@([A-Za-z0-9_.\-]*[A-Za-z0-9_])")]
    private static partial Regex People();

    [GeneratedRegex(@"(?<!\w)~([a-z0-9_\-]+)")]
    private static partial Regex Places();
}
