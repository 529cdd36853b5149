using System.Text.Json.Serialization;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Security;

/// <summary>Source-generated JSON of what is sealed. It outlives an update of the bridge by a day at most.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SealedCall))]
[JsonSerializable(typeof(Intent))]
internal sealed partial class SealedJson : JsonSerializerContext;
