using System.Text.Json.Serialization;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Serialization;

/// <summary>Source-generated JSON of all that <see cref="BridgeSerializer"/> knows. A missing field throws, unless it is optional.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UserIdJson), typeof(PostIdJson), typeof(ChannelIdJson), typeof(TicketIdJson), typeof(SealedKeyJson)])]
[JsonSerializable(typeof(ReasonTold))]
[JsonSerializable(typeof(ReasonGone))]
[JsonSerializable(typeof(CreationRequested))]
[JsonSerializable(typeof(CreationSending))]
[JsonSerializable(typeof(CreationSettled))]
[JsonSerializable(typeof(CreationTold))]
[JsonSerializable(typeof(ListTaken))]
[JsonSerializable(typeof(DraftKept))]
[JsonSerializable(typeof(DraftPutAside))]
[JsonSerializable(typeof(DraftDropped))]
[JsonSerializable(typeof(HistoryTrimmed))]
[JsonSerializable(typeof(SessionSnapshot))]
[JsonSerializable(typeof(LinkInbox.LinkPost))]
[JsonSerializable(typeof(LinkInbox.Done))]
[JsonSerializable(typeof(LinkInbox.Waiting))]
[JsonSerializable(typeof(SessionDoor.Command))]
[JsonSerializable(typeof(SessionDoor.Told))]
[JsonSerializable(typeof(SessionDoor.Wake))]
[JsonSerializable(typeof(SessionDoor.Trim))]
[JsonSerializable(typeof(Reply))]
internal sealed partial class BridgeJson : JsonSerializerContext;
