using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>
/// What an App is told of who calls and where: what its call asks for, as far as the App may see it itself (as the person, if it may act as
/// them, else as its bot). What it may not see is silently missing, unless the call cannot do without.
/// </summary>
internal sealed class ContextExpander(MattermostWorld world, Uri site, InstalledApp app, MattermostUser? acting, AgentContext agent)
{
    private readonly JsonObject _context = [];

    /// <exception cref="AppsFailureException">Something is asked for that isn't known, or that is required and may not be seen.</exception>
    public JsonObject Expand(JsonObject? expand)
    {
        if (agent.Subject.Length > 0)
            _context["subject"] = agent.Subject;
        _context["app_id"] = "";
        if (agent.UserAgent.Length > 0)
            _context["user_agent"] = agent.UserAgent;
        if (agent.TrackAsSubmit)
            _context["track_as_submit"] = true;
        _context["mattermost_site_url"] = site.AbsoluteUri.TrimEnd('/');
        if (world.Settings.DeveloperMode)
            _context["developer_mode"] = true;
        _context["app_path"] = $"{AppsPlugin.Path}/apps/{app.Id}";
        _context["bot_user_id"] = app.Bot.Id;
        if (app.Has("act_as_bot"))
            _context["bot_access_token"] = world.AppSession(app.Id, app.Bot);

        var oauth2 = new JsonObject();
        foreach (var (name, work, onlyAll) in Steps(oauth2))
        {
            var asked = expand is null ? "" : AppJson.Text(expand, name);
            var isRequired = asked.StartsWith('+');
            var level = asked.TrimStart('+', '-');
            if (level is not ("" or "none" or "id" or "summary" or "all"))
                throw new AppsFailureException($"\"{level}\" is not a known expand level");
            if (level is "" or "none")
                continue;
            try
            {
                if (onlyAll && level != "all")
                    throw AppsFailureException.Invalid($"invalid expand: \"{name}\" must be \"all\" or empty");
                work(level);
            }
            catch (AppsFailureException failure)
            {
                if (isRequired)
                    throw failure.Within($"failed to expand required {name}");
            }
        }

        CheckPlaces();
        _context["oauth2"] = oauth2;
        return _context;
    }

    private (string Name, Action<string> Work, bool OnlyAll)[] Steps(JsonObject oauth2) =>
    [
        ("acting_user_access_token", _ => _context["acting_user_access_token"] = ActingToken(), true),
        ("acting_user", level => _context["acting_user"] = User(acting?.Id ?? "", level), false),
        ("app", level => _context["app"] = App(level), false),
        ("channel_member", level => _context["channel_member"] = ChannelMember(level), false),
        ("channel", level => _context["channel"] = Channel(level), false),
        ("locale", _ => _context["locale"] = acting?.Locale ?? world.Settings.DefaultLocale, false),
        ("oauth2_app", _ => oauth2["client_id"] = Refused("remote_oauth2"), true),
        ("oauth2_user", _ => oauth2["user"] = Refused("remote_oauth2"), true),
        ("post", level => _context["post"] = Post(agent.PostId, level), false),
        ("root_post", level => _context["root_post"] = Post(agent.RootPostId, level), false),
        ("team_member", level => _context["team_member"] = TeamMember(level), false),
        ("team", level => _context["team"] = Team(level), false),
        ("user", level => _context["user"] = User(agent.UserId, level), false),
    ];

    /// <summary>In whose eyes.</summary>
    private MattermostUser Reader => app.Has("act_as_user") && acting is not null ? acting
        : app.Has("act_as_bot") ? app.Bot
        : throw AppsFailureException.Unauthorized("apps without any ActAs* permission can't expand");

    private string ActingToken() => !app.Has("act_as_user") ? Refused("act_as_user")
        : acting is null ? throw new AppsFailureException("failed to get session")
        : world.AppSession(app.Id, acting);

    /// <summary>The stand-in keeps no accounts of other services, so there is never anything to tell of them.</summary>
    private string Refused(string permission) => throw (app.Has(permission)
        ? AppsFailureException.NotFound($"{permission} of {app.Id}")
        : AppsFailureException.Forbidden($"{app.Id} does not have permission to {permission}"));

    private JsonObject User(string id, string level)
    {
        if (id.Length == 0)
            throw new AppsFailureException("no user ID to expand");
        var user = world.FindUser(id) ?? throw new AppsFailureException($"id: {id}: Unable to find the user.");
        var full = UserJson.Of(user, Reader);
        full.Remove("auth_data");
        if (level == "all")
            return full;
        foreach (var name in new[] { "create_at", "update_at", "notify_props", "last_password_update" })
            full.Remove(name);
        if (level == "id")
        {
            full.Remove("is_bot");
            full.Remove("bot_description");
        }

        return level == "id" ? Blank(full, "id") : full;
    }

    private JsonObject App(string level)
    {
        if (level == "id")
            return [];
        var json = new JsonObject
        {
            ["app_id"] = app.Id, ["version"] = app.Manifest.Version, ["bot_user_id"] = app.Bot.Id, ["bot_username"] = app.Bot.Username,
        };
        if (level == "all")
            json["deploy_type"] = "http";
        if (level == "all" && app.WebhookSecret.Length > 0 && acting is not null && world.MayInSystem(acting, Permissions.ManageSystem))
            json["webhook_secret"] = app.WebhookSecret;
        return json;
    }

    private JsonObject Channel(string level)
    {
        var full = ChannelJson.Of(ReadChannel()).AsObject();
        return level switch
        {
            "id" => Blank(full, "id"),
            "summary" => Blank(full, "id", "delete_at", "team_id", "type", "display_name", "name"),
            _ => full,
        };
    }

    private JsonObject ChannelMember(string level)
    {
        var user = agent.UserId.Length > 0 ? agent.UserId : acting?.Id ?? "";
        if (user.Length == 0 || agent.ChannelId.Length == 0)
            throw new AppsFailureException("no user ID or channel ID to expand");
        var channel = ReadChannel();
        var member = world.FindMember(channel.Id, user) ?? throw new AppsFailureException("failed to get channel membership");
        var full = ChannelJson.Of(channel, member).AsObject();
        return level == "id" ? Blank(full, "user_id", "channel_id") : full;
    }

    private MattermostChannel ReadChannel()
    {
        if (agent.ChannelId.Length == 0)
            throw new AppsFailureException("no channel ID to expand");
        var channel = world.FindChannel(agent.ChannelId) ?? throw new AppsFailureException($"id: {agent.ChannelId}: Unable to find the existing channel.");
        return world.MayRead(Reader, channel) ? channel : throw NotAllowed($"id: {agent.ChannelId}");
    }

    private JsonObject Team(string level)
    {
        var full = TeamJson.Of(ReadTeam()).AsObject();
        if (!world.MayInSystem(Reader, Permissions.ManageSystem))
            full["email"] = "";
        full["invite_id"] = "";
        return level switch
        {
            "id" => Blank(full, "id"),
            "summary" => Blank(full, "id", "display_name", "name", "description", "email", "type"),
            _ => full,
        };
    }

    private JsonObject TeamMember(string level)
    {
        var user = agent.UserId.Length > 0 ? agent.UserId : acting?.Id ?? "";
        if (user.Length == 0 || agent.TeamId.Length == 0)
            throw new AppsFailureException("no user ID or channel ID to expand");
        var team = ReadTeam();
        var member = world.FindTeamMember(team.Id, user) ?? throw new AppsFailureException("failed to get team membership");
        var full = new JsonObject
        {
            ["team_id"] = team.Id,
            ["user_id"] = user,
            ["roles"] = string.Join(' ', member.Roles),
            ["delete_at"] = 0,
            ["scheme_guest"] = false,
            ["scheme_user"] = true,
            ["scheme_admin"] = member.Roles.Contains("team_admin"),
            ["explicit_roles"] = "",
        };
        return level == "id" ? Blank(full, "user_id", "team_id") : full;
    }

    private MattermostTeam ReadTeam()
    {
        if (agent.TeamId.Length == 0)
            throw new AppsFailureException("no team ID to expand");
        var team = world.FindTeam(agent.TeamId) ?? throw new AppsFailureException($"failed to get team {agent.TeamId}: Unable to find the existing team.");
        return world.MayInTeam(Reader, Permissions.ViewTeam, team.Id) ? team : throw NotAllowed($"failed to get team {agent.TeamId}");
    }

    private JsonObject Post(string id, string level)
    {
        if (id.Length == 0)
            throw new AppsFailureException("no post ID to expand");
        if (world.FindPost(id) is not { } post || world.FindChannel(post.ChannelId) is not { } channel)
            throw new AppsFailureException($"failed to get post {id}: Unable to get the post.");
        if (!world.MayRead(Reader, channel))
            throw NotAllowed($"failed to get post {id}");
        var full = PostJson.Of(world, post);
        if (level == "all")
            return full;
        full.Remove("metadata");
        return level == "id" ? Blank(full, "id") : Blank(full, "id", "type", "user_id", "channel_id", "root_id", "message");
    }

    private static AppsFailureException NotAllowed(string what) => new($"{what}: You do not have the appropriate permissions.");

    /// <summary>What was seen has to be where the client says the person is. The plugin spares direct channels this, but not group ones.</summary>
    private void CheckPlaces()
    {
        if (_context["post"] is not null && agent.ChannelId.Length > 0 && world.FindPost(agent.PostId)!.ChannelId is var of && of != agent.ChannelId)
            throw Elsewhere("post's channel", of, agent.ChannelId);
        if (_context["channel"] is not null && agent.TeamId.Length > 0 && world.FindChannel(agent.ChannelId) is { Type: not MattermostChannel.Direct } channel
            && channel.TeamId != agent.TeamId)
            throw Elsewhere("channel's team", channel.TeamId, agent.TeamId);

        static AppsFailureException Elsewhere(string what, string found, string said) =>
            new AppsFailureException($"expanded {what} ID {found} is different from user agent context {said}").Within("failed post-expand consistency check");
    }

    /// <summary>All members are there, but only those named say anything: so the server writes what it leaves out.</summary>
    private static JsonObject Blank(JsonObject full, params ReadOnlySpan<string> kept)
    {
        foreach (var (name, value) in full.ToList())
        {
            if (kept.Contains(name))
                continue;
            full[name] = value?.GetValueKind() switch
            {
                JsonValueKind.String => "",
                JsonValueKind.Number => 0,
                JsonValueKind.True or JsonValueKind.False when name != "shared" => false,
                _ => null,
            };
        }

        return full;
    }
}
