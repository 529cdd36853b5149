using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>What a call is answered, if it is not refused.</summary>
internal sealed record ApiAnswer(JsonNode Body, int Status = 200)
{
    /// <summary>Instead of JSON.</summary>
    public string? Text { get; private init; }

    /// <summary>Of a session that has just begun; it is sent as a header.</summary>
    public string? SessionToken { get; init; }

    public static ApiAnswer PlainOk => new(new JsonObject()) { Text = "ok" };

    public static ApiAnswer Ok => new(new JsonObject { ["status"] = "OK" });

    public static ApiAnswer List<T>(IEnumerable<T> items, Func<T, JsonNode?> json) => new(new JsonArray([.. items.Select(json)]));
}
