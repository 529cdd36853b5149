using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A button or menu on an ephemeral post, found again by its cookie.</summary>
internal sealed record HiddenAction(MattermostPost Post, JsonObject Action);
