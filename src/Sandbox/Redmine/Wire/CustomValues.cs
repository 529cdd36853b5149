using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>What a new ticket's custom fields are asked to hold: only those that its project and tracker have.</summary>
internal sealed class CustomValues
{
    private readonly List<RedmineCustomField> _fields;

    /// <summary>The fields of one value that were given a list.</summary>
    private readonly HashSet<int> _lists = [];

    public CustomValues(RedmineData data, JsonObject asked, int projectId, int trackerId)
    {
        _fields = [.. data.FieldsOf(projectId, trackerId)];
        foreach (var field in _fields.Where(f => f.DefaultValue is not null))
            Values[field.Id] = [field.DefaultValue!];
        foreach (var (id, value, isList) in Pairs(asked))
        {
            if (_fields.Find(f => f.Id == id) is not { } field)
                continue;
            Values[id] = isList || field.IsMultiple ? value.RemoveAll(v => v.Length == 0) : value;
            if (isList && !field.IsMultiple)
                _lists.Add(id);
        }
    }

    public Dictionary<int, ImmutableArray<string>> Values { get; } = [];

    public IEnumerable<string> Errors(ErrorTexts texts) => _fields.SelectMany(f => Errors(f, texts));

    private IEnumerable<string> Errors(RedmineCustomField field, ErrorTexts texts)
    {
        var values = Values.GetValueOrDefault(field.Id, []).RemoveAll(v => v.Length == 0);
        if (!values.IsEmpty && Error(field, values, texts) is { } error)
        {
            yield return error;
            yield break;
        }

        if (_lists.Contains(field.Id))
            yield return texts.Of(field.Name, ErrorTexts.Invalid);
        if (values.IsEmpty && field.IsRequired)
            yield return texts.Of(field.Name, ErrorTexts.Blank);
    }

    private static string? Error(RedmineCustomField field, ImmutableArray<string> values, ErrorTexts texts)
    {
        if (field.Pattern is { } pattern && !Regex.IsMatch(values[0], pattern))
            return texts.Of(field.Name, ErrorTexts.Invalid);
        var length = values[0].EnumerateRunes().Count();
        if (length < field.MinLength)
            return texts.TooShort(field.Name, field.MinLength.Value);
        if (length > field.MaxLength)
            return texts.TooLong(field.Name, field.MaxLength.Value);
        if (field.Format == "list" && !values.All(field.PossibleValues.Contains))
            return texts.Of(field.Name, ErrorTexts.NotListed);
        return field.Format == "int" && !int.TryParse(values[0], out _) ? texts.Of(field.Name, ErrorTexts.NotANumber) : null;
    }

    private static IEnumerable<(int Id, ImmutableArray<string> Value, bool IsList)> Pairs(JsonObject asked)
    {
        var listed = (asked["custom_fields"] as JsonArray ?? []).OfType<JsonObject>().Select(o => (Key: Text.Plain(o["id"]), Value: o["value"]));
        var keyed = (asked["custom_field_values"] as JsonObject ?? []).Select(p => (Key: (string?)p.Key, p.Value));
        foreach (var (key, value) in listed.Concat(keyed))
        {
            if (int.TryParse(key, out var id))
                yield return (id, [.. (value as JsonArray ?? [value?.DeepClone()]).Select(v => Text.Plain(v) ?? "")], value is JsonArray);
        }
    }
}
