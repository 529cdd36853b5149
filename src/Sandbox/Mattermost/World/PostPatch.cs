using System.Text.Json;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>What an edit changes; null: stays as it is. Props replace the whole map.</summary>
internal sealed record PostPatch(string? Message, JsonElement? Props = null, bool? IsPinned = null);
