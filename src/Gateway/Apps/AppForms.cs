using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Apps;

/// <summary>Forms as the Apps framework's modals, and what comes back from them.</summary>
internal static class AppForms
{
    private const int FieldsAtMost = 200;

    /// <summary>Clients take 150 and 3,000 where nothing is said. Redmine's subject has so many, and a list.</summary>
    private const int TextLength = 255;
    private const int LongTextLength = 16_000;

    /// <param name="path">Where the form is sent; its refresh and look-ups go below it.</param>
    /// <param name="state">Travels with each of them.</param>
    public static JsonObject Write(Form form, string path, JsonNode state) => new()
    {
        ["title"] = form.Title,
        ["header"] = FormText.Above(form),
        ["submit"] = AppManifest.Call(path, state.DeepClone()),
        ["source"] = AppManifest.Call(path + AppPaths.Refresh, state.DeepClone()),
        ["fields"] = new JsonArray([.. form.Fields.Select(f => Field(f, path, state))]),
    };

    /// <summary>What is wrong, on its fields and with the whole.</summary>
    public static JsonObject Problems(Form form, string otherwise) => new()
    {
        ["type"] = "error",
        ["text"] = MarkdownText.Disarm(form.Problem ?? otherwise),
        ["data"] = new JsonObject
        {
            ["errors"] = new JsonObject(form.Fields.Where(f => f.Problem is not null).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)MarkdownText.Disarm(f.Problem!)))),
        },
    };

    public static FormValues Read(JsonElement values)
    {
        if (values.ValueKind != JsonValueKind.Object)
            return FormValues.None;
        return new(values.EnumerateObject().Take(FieldsAtMost)
            .Where(v => FormValues.IsKey(v.Name))
            .GroupBy(v => v.Name)
            .ToImmutableSortedDictionary(v => v.Key, v => Texts(v.First().Value).Where(t => t.Length > 0).ToImmutableArray()));
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Object => Wire.Text(value, "value") is { } chosen ? [chosen] : [],
        JsonValueKind.Array => value.EnumerateArray().Where(v => v.ValueKind != JsonValueKind.Array).SelectMany(Texts),
        _ => [],
    };

    private static JsonObject Field(FormField field, string path, JsonNode state)
    {
        var json = new JsonObject
        {
            ["name"] = field.Key,
            ["label"] = field.Key,
            ["modal_label"] = field.Label,
            ["description"] = field.Help ?? "",
            ["is_required"] = field.IsRequired,
        };
        switch (field.Kind)
        {
            case FieldKind.Choice when field.IsLookedUp:
                json["type"] = "dynamic_select";
                json["lookup"] = AppManifest.Call(path + AppPaths.LookUp, state.DeepClone());
                Choose(json, field);
                break;
            case FieldKind.Choice or FieldKind.SeveralChoices when field.Choices.Count > 0:
                json["type"] = "static_select";
                json["multiselect"] = field.Kind == FieldKind.SeveralChoices;
                json["options"] = new JsonArray([.. Options(field)]);
                Choose(json, field);
                break;
            // A person who is set already is known by name alone, and such a field by id.
            case FieldKind.Person when field.Value.Count == 0:
                json["type"] = "user";
                break;
            default:
                json["type"] = "text";
                var (subtype, length) = field.Kind == FieldKind.LongText ? ("textarea", LongTextLength) : ("input", TextLength);
                var text = field.Value is [var given, ..] ? given : null;
                json["subtype"] = subtype;
                json["max_length"] = Math.Max(length, text?.Length ?? 0);
                if (text is not null)
                    json["value"] = text;
                break;
        }

        if (field.Refreshes)
            json["refresh"] = true;
        return json;
    }

    private static void Choose(JsonObject json, FormField field)
    {
        JsonNode[] chosen = [.. Options(field).Where(o => field.Value.Contains((string)o["value"]!))];
        if (chosen.Length > 0)
            json["value"] = field.Kind == FieldKind.SeveralChoices ? new JsonArray(chosen) : chosen[0];
    }

    /// <summary>The plugin drops what is called the same, so equal names get their values behind them.</summary>
    private static IEnumerable<JsonObject> Options(FormField field)
    {
        var twice = field.Choices.GroupBy(c => c.Text).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return field.Choices.Select(c => Option(c, twice.Contains(c.Text)));
    }

    public static JsonObject Option(FieldChoice choice, bool isDoubled = false) =>
        new() { ["label"] = isDoubled ? $"{choice.Text} ({choice.Value})" : choice.Text, ["value"] = choice.Value };
}
