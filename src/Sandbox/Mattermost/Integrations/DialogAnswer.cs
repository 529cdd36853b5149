using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>What became of a dialog that a person submitted.</summary>
/// <param name="Json">As the person's client got it.</param>
/// <param name="Next">The dialog that took the place of the one submitted; null: none did.</param>
public sealed record DialogAnswer(JsonObject Json, OpenedDialog? Next)
{
    /// <summary>Below the whole form; empty: none.</summary>
    public string Error => (string?)Json["error"] ?? "";

    /// <summary>Below single elements, by their names.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } =
        Json["errors"] is JsonObject errors ? errors.ToDictionary(e => e.Key, e => (string?)e.Value ?? "") : new Dictionary<string, string>();
}
