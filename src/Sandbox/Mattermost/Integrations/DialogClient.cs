using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Does with a dialog what the official clients of the world's version do with it.</summary>
internal sealed class DialogClient(MattermostWorld world, DialogSubmitter submitter, MattermostUser user, MattermostChannel channel, OpenedDialog dialog)
{
    public async Task<DialogAnswer> Submit(JsonObject values)
    {
        var filled = Fill(values);
        var answer = await submitter.Submit(user, Say(dialog.Url) with { Values = filled });
        return new(answer, FormOf(answer) is { } form ? dialog with { Json = form, Answers = filled } : null);
    }

    public async Task<DialogAnswer> Refresh(string field, JsonObject values)
    {
        if (!dialog.Element(field).Refreshes || dialog.SourceUrl.Length == 0)
            throw new InvalidOperationException($"A change of {field} is told to nobody.");
        var filled = Fill(values);
        filled["selected_field"] = field;
        var answer = await submitter.Submit(user, Say(dialog.SourceUrl) with { Type = "refresh", Values = filled });
        return new(answer, FormOf(answer) is { } form ? dialog with { Json = form } : null);
    }

    public async Task<IReadOnlyList<DialogOption>> LookUp(string field, string query, JsonObject values)
    {
        var element = dialog.Element(field);
        if (!Shows(element) || element.DataSource != "dynamic")
            throw new InvalidOperationException($"The choices of {field} are looked up nowhere.");
        var filled = Fill(values);
        filled["query"] = query;
        filled["selected_field"] = field;
        var answer = await submitter.LookUp(user, Say(element.DataSourceUrl.Length > 0 ? element.DataSourceUrl : dialog.Url) with { Values = filled });
        return answer["items"] is JsonArray items ? [.. items.Select(i => DialogOption.Read(JsonSerializer.SerializeToElement(i)))] : [];
    }

    /// <summary>The integration hears of it only if it asked to.</summary>
    public async Task Cancel()
    {
        if (dialog.NotifyOnCancel)
            await submitter.Submit(user, Say(dialog.Url) with { IsCancelled = true });
    }

    private DialogSubmission Say(string url) => new(url)
    {
        CallbackId = dialog.CallbackId,
        State = dialog.State,
        ChannelId = channel.Id,
        TeamId = channel.HasNoTeam ? world.TeamsOf(user.Id)[0].Id : channel.TeamId,
    };

    /// <summary>What stands in each element: what was typed, or else its default.</summary>
    private JsonObject Fill(JsonObject typed)
    {
        var filled = dialog.Answers.DeepClone().AsObject();
        foreach (var element in dialog.Elements.Where(Shows))
            filled[element.Name] = Default(element);
        foreach (var (name, value) in typed)
        {
            if (!Shows(dialog.Element(name)))
                throw new InvalidOperationException($"No client of Mattermost {world.Settings.Version} shows an element like {dialog.Element(name).Json}.");
            filled[name] = value?.DeepClone();
        }

        return filled;
    }

    private bool Shows(DialogElement element) => element.Type switch
    {
        "text" or "textarea" or "bool" or "radio" => true,
        "select" => world.Settings.HasDynamicMenus || element.DataSource is "" or "users" or "channels",
        "date" or "datetime" => world.Settings.HasLivelyDialogs,
        _ => false,
    };

    private static JsonNode? Default(DialogElement element) => element.Type switch
    {
        "bool" => string.Equals(element.Default, "true", StringComparison.OrdinalIgnoreCase),
        "select" when element.IsMultiselect => new JsonArray([.. element.Default.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v => (JsonNode)v)]),
        "text" or "textarea" => element.Default,
        _ => element.Default.Length > 0 ? element.Default : null,
    };

    private static JsonElement? FormOf(JsonObject answer) =>
        (string?)answer["type"] == "form" && answer["form"] is JsonObject form ? JsonSerializer.SerializeToElement(form) : null;
}
