using System.Text.Json;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>One choice of a menu.</summary>
public sealed record DialogOption(string Text, string Value)
{
    internal static DialogOption Read(JsonElement json) => new(json.GetProperty("text").GetString()!, json.GetProperty("value").GetString()!);
}
