using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace RedmineBridge.Tests.Support;

/// <summary>Gives back the very object that it was given.</summary>
public sealed class AsIs(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly ConcurrentDictionary<string, object> _held = new();
    private long _count;

    public override int Identifier => 7_999;

    public override string Manifest(object o) => "";

    public override byte[] ToBinary(object obj)
    {
        var ticket = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        _held[ticket] = obj;
        return Encoding.UTF8.GetBytes(ticket);
    }

    public override object FromBinary(byte[] bytes, string manifest) =>
        _held.TryRemove(Encoding.UTF8.GetString(bytes), out var held) ? held : throw new InvalidOperationException("Given back already.");
}
