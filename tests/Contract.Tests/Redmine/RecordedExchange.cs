using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>What a real Redmine 5.0.4 was once asked, and what it answered. Keys are replaced by names.</summary>
public sealed record RecordedExchange(string Method, string Path, IReadOnlyDictionary<string, string> RequestHeaders, string? RequestBody, Answer Answer)
{
    private static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, "Redmine", "Recorded");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static RecordedExchange Read(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, name + ".json")))!;
        var (request, response) = (json["request"]!, json["response"]!);
        var line = ((string)request["line"]!).Split(' ');
        return new(
            line[0],
            line[1],
            request["headers"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!),
            (string?)request["body"],
            new(
                (int)response["status"]!,
                response["headers"]!.AsArray().ToDictionary(h => (string)h![0]!, h => (string)h![1]!, StringComparer.OrdinalIgnoreCase),
                (string)response["body"]!));
    }
}
