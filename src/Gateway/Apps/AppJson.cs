using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Gateway.Apps;

/// <summary>What a call of the Apps framework is answered with.</summary>
internal static class AppJson
{
    /// <param name="text">Markdown, for the caller alone.</param>
    public static JsonObject Ok(string text) => new() { ["type"] = "ok", ["text"] = text };

    public static JsonObject Error(string text) => new() { ["type"] = "error", ["text"] = text };

    public static JsonObject Data(JsonNode data) => new() { ["type"] = "ok", ["data"] = data };

    public static JsonObject Items(IEnumerable<FieldChoice> choices) =>
        Data(new JsonObject { ["items"] = new JsonArray([.. choices.Select(c => AppForms.Option(c))]) });
}
