using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Does with Apps what the official clients do, from the channel that is on view.</summary>
internal sealed class AppsClient(MattermostWorld world, AppsPlugin plugin, MattermostUser user, MattermostChannel channel, MattermostPost? post, string rootId)
{
    private string Team => channel.HasNoTeam ? world.TeamsOf(user.Id) is [var first, ..] ? first.Id : "" : channel.TeamId;

    public Task<JsonArray> Bindings() => plugin.Bindings(user, new() { ChannelId = channel.Id, TeamId = Team, UserAgent = "webapp" });

    /// <summary>Null: the only one there is.</summary>
    public string AppId(string? app) => app ?? (world.Apps is [var only]
        ? only.Id
        : throw new InvalidOperationException($"{world.Apps.Count} Apps are installed: which one is meant?"));

    public Task<JsonObject> Call(
        string appId, JsonNode call, string location, JsonObject? values = null, string rawCommand = "", string selectedField = "", string query = "")
    {
        var request = (AppCall.Read("call", call) ?? throw new InvalidOperationException("Nothing is to be called.")).ToJson();
        if (values is not null)
            request["values"] = values.DeepClone();
        request["raw_command"] = rawCommand;
        request["selected_field"] = selectedField;
        request["query"] = query;
        request["context"] = new JsonObject
        {
            ["app_id"] = appId,
            ["location"] = location,
            ["channel_id"] = channel.Id,
            ["team_id"] = Team,
            ["post_id"] = post?.Id ?? "",
            ["root_id"] = rootId,
            ["user_agent"] = "webapp",
            ["track_as_submit"] = selectedField.Length == 0 && query.Length == 0,
        };
        return plugin.Call(user, request);
    }

    public async Task<JsonObject> RunCommand(string text)
    {
        var (binding, fields) = AppCommandLine.Find(await Bindings(), text);
        var app = (string)binding["app_id"]!;
        var location = $"/command/{binding["location"]}";
        var form = binding["form"] as JsonObject ?? new JsonObject { ["submit"] = binding["submit"]?.DeepClone() };
        if (form["submit"] is null)
        {
            var answer = await Call(app, form["source"]!, location, [], text);
            form = answer["form"] as JsonObject ?? throw new InvalidOperationException($"There is no form for {text}: {answer["text"]}");
        }

        var values = new JsonObject();
        foreach (var (name, typed) in AppCommandLine.Read(fields, form))
            values[name] = await Value(app, location, AppFormValues.Field(form, name), typed, values);
        return await Call(app, form["submit"]!, location, AppFormValues.Fill(form, values, world), text);
    }

    public Task<JsonObject> Submit(string appId, JsonObject form, JsonObject values)
    {
        var filled = AppFormValues.Fill(form, values, world);
        return Call(appId, form["submit"] ?? form["source"]!, "", filled);
    }

    public Task<JsonObject> Refresh(string appId, JsonObject form, string field, JsonObject values)
    {
        if (AppFormValues.Field(form, field)["refresh"] is null || form["source"] is null)
            throw new InvalidOperationException($"A change of {field} is told to nobody.");
        return Call(appId, form["source"]!, "", AppFormValues.Fill(form, values, world, mayMiss: true), selectedField: field);
    }

    public Task<JsonObject> LookUp(string appId, JsonObject form, string field, string query, JsonObject values)
    {
        if ((string?)AppFormValues.Field(form, field)["type"] != "dynamic_select")
            throw new InvalidOperationException($"The choices of {field} are looked up nowhere.");
        return LookUp(appId, "", AppFormValues.Field(form, field), query, AppFormValues.Fill(form, values, world, mayMiss: true));
    }

    private Task<JsonObject> LookUp(string appId, string location, JsonObject field, string query, JsonObject values) =>
        Call(appId, field["lookup"]!, location, values, selectedField: (string)field["name"]!, query: query);

    /// <summary>What was typed behind a flag; choices that the App knows are asked of it.</summary>
    private async Task<JsonNode?> Value(string app, string location, JsonObject field, string typed, JsonObject soFar)
    {
        if ((string?)field["type"] != "dynamic_select")
            return typed;
        var answer = await LookUp(app, location, field, typed, soFar);
        return (answer["data"]?["items"] as JsonArray ?? []).FirstOrDefault(i => AppFormValues.IsCalled(i!, typed))?.DeepClone()
            ?? throw new InvalidOperationException($"{field["name"]} has no choice {typed}.");
    }
}
