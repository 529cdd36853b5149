using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Apps;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost;

/// <summary>
/// Apps, as people and administrators use them. Each answer is the JSON that the person's client gets from the plugin. Wherever an App is
/// asked for, null means the only one installed.
/// </summary>
public sealed partial class StandInMattermost
{
    /// <summary>
    /// As an administrator types <c>/apps install http</c> and consents. Doing it again brings the App up to date. An App whose manifest asks
    /// for no tokens is asked for no <paramref name="secret"/>.
    /// </summary>
    public Task<JsonObject> InstallAppAs(MattermostUser admin, Uri manifestUrl, string secret = "") => WithApps(admin, Somewhere(admin), async client =>
    {
        var answer = await client.Call(
            BuiltinApp.Id, BuiltinApp.InstallPath, "/command/apps", new() { ["url"] = manifestUrl.AbsoluteUri }, $"/apps install http {manifestUrl}");
        if (answer["form"] is not JsonObject form)
            return answer;
        var asked = AppFormValues.Fields(form).Select(f => (string)f["name"]!).ToHashSet();
        var values = new JsonObject();
        if (asked.Contains("consent"))
            values["consent"] = true;
        if (asked.Contains("secret"))
            values["secret"] = secret;
        return await client.Submit(BuiltinApp.Id, form, values);
    });

    /// <summary>What all Apps offer here, as a client asks for it whenever somebody looks at another channel.</summary>
    public Task<JsonArray> AppBindingsFor(MattermostUser user, MattermostChannel channel) => WithApps(user, channel, client => client.Bindings());

    /// <summary>
    /// As typed into the box of a channel: words that lead to a binding, then the fields of its form by position or as <c>--label value</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The person's client wouldn't send it, for the reason given.</exception>
    public Task<JsonObject> RunAppCommandAs(MattermostUser user, MattermostChannel channel, string text, MattermostPost? root = null) =>
        WithApps(user, channel, client => client.RunCommand(text), root: root);

    /// <summary>Chooses what a binding leads to (its <c>submit</c>), with <paramref name="post"/> where it stands in the post's menu.</summary>
    public Task<JsonObject> CallAppAs(
        MattermostUser user, MattermostChannel channel, JsonNode call, JsonObject? values = null, MattermostPost? post = null, string? app = null) =>
        WithApps(user, channel, client => client.Call(client.AppId(app), call, "", values), post);

    /// <summary>
    /// Fills in a form and sends it. Fields that <paramref name="values"/> doesn't name keep their defaults; for a choice, its value or label
    /// will do.
    /// </summary>
    /// <exception cref="InvalidOperationException">The person's client wouldn't send it, for the reason given.</exception>
    public Task<JsonObject> SubmitAppFormAs(
        MattermostUser user, MattermostChannel channel, JsonObject form, JsonObject values, MattermostPost? post = null, string? app = null) =>
        WithApps(user, channel, client => client.Submit(client.AppId(app), form, values), post);

    /// <summary>Changes a field that the rest of the form depends on; the answer's form takes the place of this one.</summary>
    public Task<JsonObject> RefreshAppFormAs(
        MattermostUser user, MattermostChannel channel, JsonObject form, string field, JsonObject values, MattermostPost? post = null, string? app = null) =>
        WithApps(user, channel, client => client.Refresh(client.AppId(app), form, field, values), post);

    /// <summary>Types into a menu whose choices the App knows; they are in the answer's <c>data.items</c>.</summary>
    public Task<JsonObject> LookUpAs(
        MattermostUser user, MattermostChannel channel, JsonObject form, string field, string query, JsonObject? values = null, string? app = null) =>
        WithApps(user, channel, client => client.LookUp(client.AppId(app), form, field, query, values ?? []));

    private async Task<T> WithApps<T>(
        MattermostUser user, MattermostChannel channel, Func<AppsClient, Task<T>> act, MattermostPost? post = null, MattermostPost? root = null)
    {
        if (!world.Settings.HasApps)
            throw new InvalidOperationException($"Mattermost {world.Settings.Version} has no Apps.");
        using var caller = new AppCaller(world);
        return await act(new(world, new(world, caller, () => Url), user, channel, post, root?.Id ?? post?.RootId ?? ""));
    }

    /// <summary>Where it doesn't matter: the first channel of the person's first team, or the conversation with themselves.</summary>
    private MattermostChannel Somewhere(MattermostUser user) =>
        world.ChannelsOf(user.Id, null, withArchived: false) is [var first, ..] ? first : world.DirectChannel(user, user);
}
