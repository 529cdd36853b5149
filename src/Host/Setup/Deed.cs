using System.Text.Json.Serialization;

namespace RedmineBridge.Host.Setup;

/// <summary>Something that setup has made or changed, as it has to be known to be undone. No secrets.</summary>
/// <param name="Target">An id or a name, as <paramref name="Kind"/> wants it.</param>
/// <param name="Name">For people.</param>
/// <param name="Before">How it was.</param>
/// <param name="After">How setup left it.</param>
[method: JsonConstructor]
internal sealed record Deed(DeedKind Kind, string Target, string Name, IReadOnlyList<string> Before, IReadOnlyList<string> After)
{
    public Deed(DeedKind kind, string target, string name)
        : this(kind, target, name, [], [])
    {
    }
}
