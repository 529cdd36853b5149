using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>What a server answered.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public IReadOnlyList<JsonNode> List(string name) => [.. Json[name]!.AsArray().Select(n => n!)];

    public IEnumerable<string> Errors => List("errors").Select(e => (string)e!);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static IEnumerable<string> Keys(JsonNode? node) => node!.AsObject().Select(p => p.Key);

    public override string ToString() => $"{Status}: {Body}";
}
