using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>What goes back. Redmine's refusals have no body at all; only 422 and broken requests have one.</summary>
internal sealed record RedmineAnswer(int Status, JsonNode? Body = null)
{
    /// <summary>Path of the thing created, without <c>.json</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Whether a saved filter comes back as a cookie.</summary>
    public bool SetsCookie { get; init; }

    public static RedmineAnswer NotFound { get; } = new(404);

    public static RedmineAnswer Forbidden { get; } = new(403);

    public static RedmineAnswer Ok(string name, JsonNode body) => new(200, new JsonObject { [name] = body });

    public static RedmineAnswer Invalid(IEnumerable<string> errors) =>
        new(422, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(e => JsonValue.Create(e))]) });

    public static RedmineAnswer Broken(int status) =>
        new(status, new JsonObject { ["status"] = status, ["error"] = status == 400 ? "Bad Request" : status == 404 ? "Not Found" : "Internal Server Error" });
}
