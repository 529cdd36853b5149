using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Serialization;

/// <summary>
/// How events are stored, and messages sent between nodes. Each type has a manifest that is never used for anything else; a format
/// may get further optional fields, and anything more is a new manifest beside the old one. Unknown types and manifests throw.
/// </summary>
public sealed class BridgeSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly (string Manifest, Type Type, JsonTypeInfo Json)[] Formats =
    [
        ("reason-told-1", typeof(ReasonTold), BridgeJson.Default.ReasonTold),
        ("reason-gone-1", typeof(ReasonGone), BridgeJson.Default.ReasonGone),
        ("creation-requested-1", typeof(CreationRequested), BridgeJson.Default.CreationRequested),
        ("creation-sending-1", typeof(CreationSending), BridgeJson.Default.CreationSending),
        ("creation-settled-1", typeof(CreationSettled), BridgeJson.Default.CreationSettled),
        ("creation-told-1", typeof(CreationTold), BridgeJson.Default.CreationTold),
        ("list-taken-1", typeof(ListTaken), BridgeJson.Default.ListTaken),
        ("draft-kept-1", typeof(DraftKept), BridgeJson.Default.DraftKept),
        ("draft-put-aside-1", typeof(DraftPutAside), BridgeJson.Default.DraftPutAside),
        ("draft-dropped-1", typeof(DraftDropped), BridgeJson.Default.DraftDropped),
        ("history-trimmed-1", typeof(HistoryTrimmed), BridgeJson.Default.HistoryTrimmed),
        ("session-1", typeof(SessionSnapshot), BridgeJson.Default.SessionSnapshot),
        ("link-post-1", typeof(LinkInbox.LinkPost), BridgeJson.Default.LinkPost),
        ("link-done-1", typeof(LinkInbox.Done), BridgeJson.Default.Done),
        ("link-waiting-1", typeof(LinkInbox.Waiting), BridgeJson.Default.Waiting),
        ("command-1", typeof(SessionDoor.Command), BridgeJson.Default.Command),
        ("told-1", typeof(SessionDoor.Told), BridgeJson.Default.Told),
        ("wake-1", typeof(SessionDoor.Wake), BridgeJson.Default.Wake),
        ("trim-1", typeof(SessionDoor.Trim), BridgeJson.Default.Trim),
        ("reply-1", typeof(Reply), BridgeJson.Default.Reply),
    ];

    /// <summary>What <c>akka.actor.serialization-bindings</c> must name: all that is stored or may cross nodes.</summary>
    public static IReadOnlyList<Type> Bound { get; } =
        [typeof(ISessionEvent), typeof(SessionSnapshot), typeof(ISessionMessage), typeof(LinkInbox.Done), typeof(LinkInbox.Waiting), typeof(Reply)];

    public override int Identifier => 7_100;

    /// <exception cref="SerializationException">The type has no manifest.</exception>
    public override string Manifest(object o) => Of(o.GetType()).Manifest;

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, Of(obj.GetType()).Json);

    /// <exception cref="SerializationException">The manifest is unknown, or the bytes don't fit it.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var format = Array.Find(Formats, f => f.Manifest == manifest);
        if (format.Json is null)
            throw new SerializationException($"No type is stored as '{manifest}'.");
        try
        {
            return JsonSerializer.Deserialize(bytes, format.Json) ?? throw new SerializationException($"'{manifest}' is null.");
        }
        catch (JsonException wrong)
        {
            throw new SerializationException($"This is no '{manifest}': {wrong.Message}", wrong);
        }
    }

    private static (string Manifest, JsonTypeInfo Json) Of(Type type)
    {
        var format = Array.Find(Formats, f => f.Type.IsAssignableFrom(type));
        return format.Json is null ? throw new SerializationException($"{type} has no stored format.") : (format.Manifest, format.Json);
    }
}
