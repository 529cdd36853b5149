using System.Text.Json.Nodes;
using Akka.Actor;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What goes back to Mattermost.</summary>
/// <param name="Body">The JSON that this door's wire asks for.</param>
internal sealed record SlashAnswer(JsonObject Body) : INoSerializationVerificationNeeded;
