using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>
/// The Apps plugin 1.2.2 between people's clients and Apps: what it lets through, what it adds, and how it says no. It keeps nothing
/// itself; see <see cref="MattermostWorld"/>.
/// </summary>
internal sealed class AppsPlugin(MattermostWorld world, AppCaller caller, Func<Uri> ownUrl)
{
    public const string Path = "/plugins/com.mattermost.apps";

    private Uri Site => world.Settings.SiteUrl ?? ownUrl();

    /// <summary>What a client gets for a call of its user; refusals of the App and of the plugin are answers too.</summary>
    /// <exception cref="AppsFailureException">The request itself is none.</exception>
    public async Task<JsonObject> Call(MattermostUser? user, JsonObject given)
    {
        AppCallRequest request;
        AgentContext agent;
        try
        {
            request = AppCallRequest.Read(given);
            agent = AgentContext.Read(AppJson.Map(given, "context") ?? []);
        }
        catch (AppsFailureException broken)
        {
            throw AppsFailureException.Invalid($"failed to unmarshal Call request: {broken.Message}");
        }

        if (agent.AppId.Length == 0)
            throw AppsFailureException.Invalid("app ID is not set in Call request");
        if (user is null)
            return WithMetadata(Error(AppsFailureException.Unauthorized("user ID is required")), null);
        if (agent.AppId == BuiltinApp.Id)
            return WithMetadata(Clean(await new BuiltinApp(world, this, caller).Answer(user, request, agent), IconOf(BuiltinApp.Id)), world.AppsBot);
        if (world.FindApp(agent.AppId) is not { } app)
            return WithMetadata(Error(AppsFailureException.NotFound($"app {agent.AppId} is not installed")), null);
        return WithMetadata(Checked(app, request.Call.Path) is { } failure ? Error(failure) : await Invoke(app, request, user, agent), app.Bot);
    }

    /// <summary>Of all Apps, one under the other; an App that fails has none.</summary>
    public async Task<JsonArray> Bindings(MattermostUser user, AgentContext agent)
    {
        var all = BuiltinApp.Bindings;
        foreach (var answer in await Task.WhenAll(world.Apps.Select(a => BindingsOf(a, user, agent))))
            Merge(all, answer);
        return all;
    }

    /// <summary>Installs what was listed before, or brings it up to date.</summary>
    /// <param name="secret">Empty: the one known already.</param>
    /// <returns>What the administrator is told.</returns>
    public async Task<string> Install(MattermostUser admin, string appId, string secret, AgentContext agent)
    {
        if (!world.MayInSystem(admin, Permissions.ManageSystem))
            throw AppsFailureException.Unauthorized("access to this operation is limited to system administrators, or plugins");
        var manifest = world.FindListedApp(appId) ?? throw AppsFailureException.NotFound($"failed to find manifest to install app: {appId}");
        var known = world.FindApp(appId);
        secret = secret.Length > 0 ? secret : known?.Secret ?? "";
        await Ping(manifest, secret);
        if (manifest.Icon.Length > 0 && await caller.FetchStatic(manifest, manifest.Icon) is null)
            throw new AppsFailureException($"failed to get bot icon: no 200 status code while downloading bot icon for {appId}");
        var app = new InstalledApp(manifest, BotOf(manifest), secret, manifest.Asks("remote_webhooks") ? world.NextId() : "");
        world.Keep(app);

        var message = $"Installed app `{app.Id}`: {manifest.DisplayName}.";
        var first = manifest.OnInstall ?? (manifest.Locations.Count > 0 ? manifest.Bindings : null);
        if (first is not null)
        {
            var answer = await Invoke(app, new(first), admin, agent);
            var text = (string?)answer["text"] ?? "";
            if ((string?)answer["type"] == "error")
                message += $", despite {(manifest.OnInstall is null ? "bindings" : "on_install")} failure: {text}";
            else if (manifest.OnInstall is not null && text.Length > 0)
                message += $"\n\n{text}";
        }

        world.TellBindingsChanged(admin);
        return message;
    }

    /// <summary>One attempt, in nobody's name but the bot's; what the App answers is not looked at.</summary>
    /// <exception cref="AppsFailureException">It did not come through.</exception>
    public async Task Notify(AppSubscription subscription, AgentContext about)
    {
        if (world.FindApp(subscription.AppId) is not { } app)
            return;
        var context = new ContextExpander(world, Site, app, app.Bot, about).Expand(subscription.Call.Expand);
        await caller.Call(
            app.Manifest, app.Secret, subscription.Call.Path, new AppCallRequest(subscription.Call).ToJson(context), app.Bot.Id, AppCaller.Patience);
    }

    public async Task<(byte[] Bytes, string? Type)?> FetchStatic(InstalledApp app, string path) => await caller.FetchStatic(app.Manifest, path);

    public static JsonObject Error(AppsFailureException failure) => new() { ["type"] = "error", ["text"] = failure.Message };

    /// <summary>What people may not call: what isn't a path, and what is the plugin's own to call.</summary>
    private static AppsFailureException? Checked(InstalledApp app, string path)
    {
        if (!path.StartsWith('/'))
            return AppsFailureException.Invalid($"call path must start with a \"/\": \"{path}\"");
        if (path.Split('/').Any(p => p is ".."))
            return AppsFailureException.Invalid($"failed to clean call path: bad path: \"{path}\"");
        var own = app.Manifest.OwnPaths.Where(p => p.Path == path).Select(p => p.Name).FirstOrDefault();
        return own is null ? null : new($"forbidden call path: path {path} defined as {own}");
    }

    private async Task<JsonObject> Invoke(InstalledApp app, AppCallRequest request, MattermostUser user, AgentContext agent)
    {
        JsonObject context;
        try
        {
            context = new ContextExpander(world, Site, app, user, agent).Expand(request.Call.Expand);
        }
        catch (AppsFailureException failure)
        {
            return Error(failure.Within("failed to expand context"));
        }

        try
        {
            var acting = (string?)context["acting_user"]?["id"] ?? "";
            var answer = Clean(
                await caller.Call(app.Manifest, app.Secret, request.Call.Path, request.ToJson(context), acting, AppCaller.Patience), IconOf(app.Id));
            if ((string?)answer["type"] != "error" && answer["refresh_bindings"] is not null && request.Call.Path != app.Manifest.Bindings.Path)
                world.TellBindingsChanged(user);
            return answer;
        }
        catch (AppsFailureException failure)
        {
            return Error(failure.Within("upstream call failed"));
        }
    }

    private async Task<JsonArray> BindingsOf(InstalledApp app, MattermostUser user, AgentContext agent)
    {
        if (app.Manifest.Locations.Count == 0)
            return [];
        var answer = await Invoke(app, new(app.Manifest.Bindings), user, agent);
        if ((string?)answer["type"] != "ok" || answer["data"] is not JsonArray given)
            return [];
        try
        {
            return new BindingCleaner(app, agent.UserAgent, IconOf(app.Id)).Clean(given);
        }
        catch (AppsFailureException)
        {
            // One member of a wrong type spoils the whole; the plugin only writes it into the server's log.
            return [];
        }
    }

    private async Task Ping(AppManifest manifest, string secret)
    {
        var context = new JsonObject { ["app_id"] = "", ["mattermost_site_url"] = "", ["app_path"] = "", ["bot_user_id"] = "", ["oauth2"] = new JsonObject() };
        try
        {
            await caller.Call(manifest, secret, "/ping", new AppCallRequest(new AppCall("/ping")).ToJson(context), "", TimeSpan.FromSeconds(2));
        }
        catch (AppsFailureException failure) when (failure.Status != 404)
        {
            throw failure.Within("failed to install, /ping path is not accessible: failed to call /ping endpoint");
        }
        catch (AppsFailureException)
        {
            // An App that knows no ping is there all the same.
        }
    }

    private MattermostUser BotOf(AppManifest manifest)
    {
        var name = manifest.AppId.ToLowerInvariant();
        if (world.FindUserByName(name) is not { } known)
            return world.AddBot(name);
        if (!known.IsBot)
            throw new AppsFailureException("a user already owns the bot username");
        return known.DeleteAt == 0 ? known : world.ChangeUser(known, u => u with { DeleteAt = 0 });
    }

    private Func<string, string> IconOf(string appId) => icon =>
        Uri.TryCreate(icon, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? icon
            : $"{Site.AbsoluteUri.TrimEnd('/')}{Path}/apps/{appId}/static/{icon.TrimStart('/')}";

    private static JsonObject Clean(JsonObject given, Func<string, string> icon)
    {
        var answer = new JsonObject { ["type"] = AppJson.Text(given, "type") is { Length: > 0 } type ? type : "ok" };
        foreach (var (name, value) in AppJson.Take(
            given,
            ("text", AppJson.Kind.Text), ("data", AppJson.Kind.Anything), ("navigate_to_url", AppJson.Kind.Text),
            ("use_external_browser", AppJson.Kind.Flag), ("call", AppJson.Kind.Call), ("refresh_bindings", AppJson.Kind.Flag)))
            answer[name] = value?.DeepClone();
        if (AppJson.Map(given, "form") is { } form)
            answer["form"] = FormCleaner.Clean(form, icon);
        return answer;
    }

    private static JsonObject WithMetadata(JsonObject answer, MattermostUser? bot)
    {
        answer["app_metadata"] = bot is null ? [] : new JsonObject { ["bot_user_id"] = bot.Id, ["bot_username"] = bot.Username };
        return answer;
    }

    /// <summary>Two of the same App and place become one: the later, with what is below both.</summary>
    private static void Merge(JsonArray all, JsonArray more)
    {
        foreach (var added in more.Select(b => b!.DeepClone().AsObject()))
        {
            var at = all.Select((b, i) => (b, i)).FirstOrDefault(x => Same(x.b!, added), (null, -1)).Item2;
            if (at < 0)
            {
                all.Add(added);
                continue;
            }

            if (all[at]!["bindings"] is JsonArray below && added["submit"] is null)
            {
                var merged = below.DeepClone().AsArray();
                Merge(merged, added["bindings"]?.AsArray() ?? []);
                added["bindings"] = merged;
            }

            all[at] = added;
        }

        static bool Same(JsonNode one, JsonNode other) =>
            ((string?)one["app_id"], (string?)one["location"]) == ((string?)other["app_id"], (string?)other["location"]);
    }
}
