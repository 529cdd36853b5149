using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>The settings file as JSON. What setup has nothing to do with stays as it is; comments are lost.</summary>
internal sealed class SettingsFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private readonly JsonObject _json;

    private SettingsFile(JsonObject json, bool hasComments) => (_json, HasComments) = (json, hasComments);

    public bool IsEmpty => _json.Count == 0;

    /// <summary>As it was read: what is written has none.</summary>
    public bool HasComments { get; }

    /// <summary>Empty where there is no such file.</summary>
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return new([], false);
            var text = File.ReadAllBytes(path).AsSpan();
            var mark = Encoding.UTF8.Preamble;
            var json = text.StartsWith(mark) ? text[mark.Length..] : text;
            return new(JsonNode.Parse(json, documentOptions: Lenient) as JsonObject ?? throw new JsonException(), CommentsIn(json));
        }
        catch (JsonException odd)
        {
            // What a parser says of a broken file may quote it, and secrets stand in it.
            throw new InvalidDataException($"{path} is no JSON: correct it, and run setup again.", odd);
        }
    }

    /// <param name="setting">As <c>Section__Name</c>; whether in capitals or not.</param>
    public string? Find(string setting) => Locate(setting) is { } place ? place.Section[place.Key]?.ToString() : null;

    public void Set(string setting, string value)
    {
        if (Locate(setting) is { } place)
        {
            place.Section[place.Key] = value;
            return;
        }

        var (section, name) = Split(setting);
        var key = _json.Select(p => p.Key).FirstOrDefault(k => k.Equals(section, StringComparison.OrdinalIgnoreCase)) ?? section;
        if (_json[key] is not JsonObject)
            _json[key] = new JsonObject();
        _json[key]!.AsObject()[name] = value;
    }

    /// <summary>With its section, where nothing else is in it.</summary>
    public void Remove(string setting)
    {
        if (Locate(setting) is not { } place)
            return;
        place.Section.Remove(place.Key);
        if (place.Section is { Count: 0, Parent: JsonObject })
            _json.Remove(_json.First(p => p.Value == place.Section).Key);
    }

    public Task SaveAsync(string path, CancellationToken cancellation) => SafeFile.WriteAsync(path, _json.ToJsonString(Readable) + "\n", cancellation);

    private static bool CommentsIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new() { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment)
                return true;
        }

        return false;
    }

    /// <summary>As .NET's configuration finds it: in a section, or under a name with a colon.</summary>
    private (JsonObject Section, string Key)? Locate(string setting)
    {
        var (section, name) = Split(setting);
        foreach (var (key, value) in _json)
        {
            if (key.Equals($"{section}:{name}", StringComparison.OrdinalIgnoreCase))
                return (_json, key);
            if (key.Equals(section, StringComparison.OrdinalIgnoreCase)
                && value is JsonObject inner
                && inner.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return (inner, found);
            }
        }

        return null;
    }

    private static (string Section, string Name) Split(string setting)
    {
        var parts = setting.Split("__", 2);
        return (parts[0], parts[1]);
    }
}
