using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>What a new ticket's custom fields are asked to hold: only those that its project and tracker have.</summary>
internal sealed class CustomValues
{
    private readonly List<RedmineCustomField> _fields;

    public CustomValues(RedmineData data, JsonObject asked, int projectId, int trackerId)
    {
        _fields = [.. data.CustomFields.Values.Where(f => f.ProjectIds.Contains(projectId) && f.TrackerIds.Contains(trackerId))];
        foreach (var (id, value) in Pairs(asked))
        {
            if (_fields.Exists(f => f.Id == id))
                Values[id] = value;
        }
    }

    public Dictionary<int, ImmutableArray<string>> Values { get; } = [];

    public IEnumerable<string> Errors(ErrorTexts texts) => _fields.Select(f => Error(f, texts)).OfType<string>();

    private string? Error(RedmineCustomField field, ErrorTexts texts)
    {
        var values = Values.GetValueOrDefault(field.Id, []);
        if (values.IsEmpty)
            return field.IsRequired ? texts.Of(field.Name, ErrorTexts.Blank) : null;
        var length = values[0].EnumerateRunes().Count();
        if (length < field.MinLength)
            return texts.TooShort(field.Name, field.MinLength.Value);
        if (length > field.MaxLength)
            return texts.TooLong(field.Name, field.MaxLength.Value);
        if (field.Format == "list" && !values.All(field.PossibleValues.Contains))
            return texts.Of(field.Name, ErrorTexts.NotListed);
        return field.Format == "int" && !int.TryParse(values[0], out _) ? texts.Of(field.Name, ErrorTexts.NotANumber) : null;
    }

    private static IEnumerable<(int Id, ImmutableArray<string> Value)> Pairs(JsonObject asked)
    {
        var listed = (asked["custom_fields"] as JsonArray ?? []).OfType<JsonObject>().Select(o => (Key: Text.Plain(o["id"]), Value: o["value"]));
        var keyed = (asked["custom_field_values"] as JsonObject ?? []).Select(p => (Key: (string?)p.Key, p.Value));
        foreach (var (key, value) in listed.Concat(keyed))
        {
            if (int.TryParse(key, out var id))
                yield return (id, [.. (value as JsonArray ?? [value?.DeepClone()]).Select(Text.Plain).OfType<string>().Where(v => v.Length > 0)]);
        }
    }
}
