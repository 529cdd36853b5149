using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Takes what was filled into a dialog to the integration, and its answer back.</summary>
internal sealed class DialogSubmitter(MattermostWorld world, IntegrationCaller caller)
{
    /// <summary>What the client is told: errors, another form, or nothing, which closes the dialog.</summary>
    public async Task<JsonObject> Submit(MattermostUser user, DialogSubmission submission)
    {
        var isRefresh = submission.Type == "refresh" && world.Settings.HasLivelyDialogs;
        var body = await Ask(user, submission, isRefresh ? "refresh" : "dialog_submission");
        if (body.Length == 0)
            return [];
        if (Parse(body) is not { } given || Known(given) is not { } answer)
            return world.Settings.WantsJsonOfDialogs ? throw Undecoded("submit", "submission") : [];
        return world.Settings.HasLivelyDialogs ? Checked(answer) : answer;
    }

    public async Task<JsonObject> LookUp(MattermostUser user, DialogSubmission submission)
    {
        if (submission.Url.Length > 0 && !IsHttp(submission.Url))
            throw Refusals.InvalidBody("url");
        var body = await Ask(user, submission, "dialog_lookup");
        if (body.Length == 0)
            return new() { ["items"] = null };
        var from = new StrictObject(Parse(body) ?? throw Undecoded("lookup", "lookup"));
        var items = from.List("items", i => new() { ["text"] = i["text"]?.DeepClone(), ["value"] = i["value"]?.DeepClone() });
        return from.IsGood ? new() { ["items"] = items } : throw Undecoded("lookup", "lookup");
    }

    private async Task<string> Ask(MattermostUser user, DialogSubmission submission, string type)
    {
        if (submission.Url.Length == 0)
            throw Refusals.InvalidBody("url");
        world.RequireInChannel(user, Permissions.ReadChannel, submission.ChannelId);
        var team = world.Settings.IsAtLeast(11, 10) ? world.FindChannel(submission.ChannelId)!.TeamId : submission.TeamId;
        if (team.Length > 0 || !world.Settings.IsAtLeast(11, 10))
            RequireTeam(user, team);
        return await caller.Ask(submission.Url, new JsonObject
        {
            ["type"] = type,
            ["callback_id"] = submission.CallbackId,
            ["state"] = submission.State,
            ["user_id"] = user.Id,
            ["channel_id"] = submission.ChannelId,
            ["team_id"] = team,
            ["submission"] = submission.Values is { } values
                ? new JsonObject(values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())))
                : null,
            ["cancelled"] = submission.IsCancelled,
        });
    }

    private void RequireTeam(MattermostUser user, string team)
    {
        if (!world.MayInTeam(user, Permissions.ViewTeam, team))
            throw Refusals.Permission(user, Permissions.ViewTeam);
    }

    /// <summary>Null: a member is of the wrong type.</summary>
    private JsonObject? Known(JsonObject given)
    {
        var from = new StrictObject(given);
        var answer = new JsonObject();
        if (from.Text("error") is { Length: > 0 } error)
            answer["error"] = error;
        if (from.Texts("errors") is { Count: > 0 } errors)
            answer["errors"] = errors;
        if (!world.Settings.HasLivelyDialogs)
            return from.IsGood ? answer : null;

        if (from.Text("type") is { Length: > 0 } type)
            answer["type"] = type;
        if (from.Map("form") is { } form)
        {
            if (DialogJson.Complete(form, world.Settings) is not { } dialog)
                return null;
            answer["form"] = dialog;
        }

        return from.IsGood ? answer : null;
    }

    private static JsonObject Checked(JsonObject answer)
    {
        if (answer.ContainsKey("error") || answer.ContainsKey("errors"))
            return answer;
        var type = (string?)answer["type"] ?? "";
        var problem = type switch
        {
            "" or "ok" or "navigate" => answer.ContainsKey("form") ? $"form field must be nil for type \"{type}\"" : null,
            "form" => answer.ContainsKey("form") ? null : "form field is required for form type",
            _ => $"invalid type \"{type}\", must be one of: empty, ok, form, navigate",
        };
        return problem is null ? answer : throw new MattermostRefusalException(
            400, "app.submit_interactive_dialog.invalid_response", "Encountered an invalid response from interactive dialog submission.", problem);
    }

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static MattermostRefusalException Undecoded(string call, string what) =>
        new(500, $"app.{call}_interactive_dialog.decode_json_error", $"Encountered an error decoding JSON response from interactive dialog {what}.");
}
