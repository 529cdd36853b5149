using YamlDotNet.Core;
using YamlDotNet.Serialization;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>A Compose file as it is after its anchors are resolved.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object?> _root;

    private ComposeFile(Dictionary<object, object?> root) => _root = root;

    public static IReadOnlyList<string> Names { get; } = ["docker/compose.yaml", "docker/compose.bridge.yaml"];

    public static ComposeFile Read(string name)
    {
        using var reader = new StringReader(Repository.Read(name));
        var merged = new MergingParser(new Parser(reader));
        return new(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object?>>(merged)!);
    }

    public IReadOnlyList<string> Sections => [.. _root.Keys.Cast<string>()];

    public IReadOnlyDictionary<string, Dictionary<object, object?>> Services => Map(_root, "services").ToDictionary(s => (string)s.Key, s => (Dictionary<object, object?>)s.Value!);

    public IReadOnlyList<string> Volumes => [.. Map(_root, "volumes").Keys.Cast<string>()];

    public IReadOnlyList<string> Secrets => [.. Map(_root, "secrets").Keys.Cast<string>()];

    public static Dictionary<object, object?> Map(Dictionary<object, object?> of, string key) => of.GetValueOrDefault(key) as Dictionary<object, object?> ?? [];

    public static IReadOnlyList<object> List(Dictionary<object, object?> of, string key) => of.GetValueOrDefault(key) as List<object> ?? [];
}
