using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>What a client sends for the fields of a form, in the shape that each kind of field has.</summary>
internal static class AppFormValues
{
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static JsonObject Field(JsonObject form, string name) =>
        Fields(form).FirstOrDefault(f => (string?)f["name"] == name) ?? throw new InvalidOperationException($"There is no field {name} in the form.");

    public static IEnumerable<JsonObject> Fields(JsonObject form) => (form["fields"] as JsonArray ?? []).Select(f => f!.AsObject());

    /// <summary>What stands in each field: what was chosen or typed, or else its default.</summary>
    /// <param name="values">
    /// By name. Where an object with label and value is sent, its value or its label alone will do, and the name of a person or channel.
    /// </param>
    /// <exception cref="InvalidOperationException">No client lets anybody fill in the form like that.</exception>
    public static JsonObject Fill(JsonObject form, JsonObject values, MattermostWorld world, bool mayMiss = false)
    {
        foreach (var name in values.Select(v => v.Key))
            Field(form, name);
        var filled = new JsonObject();
        foreach (var field in Fields(form).Where(f => (string?)f["type"] != "markdown"))
        {
            var name = (string)field["name"]!;
            var isBool = (string?)field["type"] == "bool";
            var value = values.ContainsKey(name) ? Shaped(field, values[name], world) : field["value"]?.DeepClone();
            filled[name] = value ?? (isBool ? false : null);
            if (!mayMiss && IsAsked(field) && IsEmpty(filled[name]))
                throw new InvalidOperationException($"{name} is required.");
        }

        return filled;
    }

    public static bool IsCalled(JsonNode option, string text) =>
        (string?)option["value"] == text || string.Equals((string?)option["label"], text, StringComparison.OrdinalIgnoreCase);

    private static bool IsAsked(JsonObject field) => field["is_required"] is not null && (string?)field["type"] != "bool";

    private static bool IsEmpty(JsonNode? value) =>
        value is null or JsonArray { Count: 0 } || (value.GetValueKind() == JsonValueKind.String && ((string)value!).Length == 0);

    private static JsonNode? Shaped(JsonObject field, JsonNode? value, MattermostWorld world) => value switch
    {
        null => null,
        JsonArray several when field["multiselect"] is not null => new JsonArray([.. several.Select(v => Shaped(field, v, world))]),
        JsonArray => throw Wrong(field, value),
        _ when (string?)field["type"] is "text" => value.GetValueKind() == JsonValueKind.String ? value.DeepClone() : throw Wrong(field, value),
        _ when (string?)field["type"] is "bool" => Flag(field, value),
        JsonObject chosen => Offered(field, chosen),
        _ => Named(field, (string?)value ?? "", world),
    };

    private static JsonNode Flag(JsonObject field, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => value.DeepClone(),
        JsonValueKind.String when bool.TryParse((string?)value, out var flag) => flag,
        _ => throw Wrong(field, value),
    };

    private static JsonNode Offered(JsonObject field, JsonObject chosen) =>
        (string?)field["type"] != "static_select" || (field["options"] as JsonArray ?? []).Any(o => (string?)o!["value"] == (string?)chosen["value"])
            ? chosen.DeepClone()
            : throw Wrong(field, chosen);

    private static JsonNode Named(JsonObject field, string text, MattermostWorld world)
    {
        switch ((string?)field["type"])
        {
            case "static_select":
                return (field["options"] as JsonArray ?? []).FirstOrDefault(o => IsCalled(o!, text))?.DeepClone() ?? throw Wrong(field, text);
            case "user":
                var person = world.FindUserByName(text.TrimStart('@')) ?? throw Wrong(field, text);
                return new JsonObject { ["label"] = person.Username, ["value"] = person.Id };
            case "channel":
                var place = world.Channels.FirstOrDefault(c => c.Name == text.TrimStart('~')) ?? throw Wrong(field, text);
                return new JsonObject { ["label"] = place.DisplayName, ["value"] = place.Id };
            default:
                throw Wrong(field, text);
        }
    }

    private static InvalidOperationException Wrong(JsonObject field, JsonNode value) =>
        new($"No client fills {value.ToJsonString()} into a field like {field.ToJsonString()}.");
}
