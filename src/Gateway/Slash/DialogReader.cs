using System.Collections.Immutable;
using System.Text.Json;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What a dialog sends, by field. Clients write the same in different ways: several choices as an array or as a list with commas, nothing as null, empty or not at all.</summary>
internal static class DialogReader
{
    private const int FieldsAtMost = 200;

    /// <param name="submission">Whatever was sent as such.</param>
    /// <param name="kept">What counts for a field where nothing was chosen.</param>
    public static FormValues Read(JsonElement submission, FormValues kept)
    {
        var fields = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        if (submission.ValueKind == JsonValueKind.Object)
        {
            foreach (var element in submission.EnumerateObject().Take(FieldsAtMost).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var field = DialogNames.FieldOf(element.Name);
                if (!FormValues.IsKey(field))
                    continue;
                if (!fields.TryGetValue(field, out var values))
                    fields[field] = values = [];
                values.AddRange(Values(element.Name, element.Value).Where(v => !string.IsNullOrWhiteSpace(v)));
            }
        }

        var read = FormValues.None with
        {
            ByField = fields.Where(f => f.Value.Count > 0).ToImmutableSortedDictionary(f => f.Key, f => f.Value.Distinct().ToImmutableArray()),
        };
        foreach (var (field, values) in kept.ByField)
        {
            if (read.Of(field).IsEmpty)
                read = read.With(field, values);
        }

        return read;
    }

    private static IEnumerable<string> Values(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when DialogNames.IsSeveral(name) => value.GetString()!.Split(',', StringSplitOptions.TrimEntries),
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Item),
        // A look-up is sent with choices as the client holds them.
        JsonValueKind.Object when value.TryGetProperty("value", out var chosen) && chosen.ValueKind == JsonValueKind.String => [chosen.GetString()!],
        _ => [],
    };

    private static IEnumerable<string> Item(JsonElement item) => item.ValueKind == JsonValueKind.Array ? [] : Values("", item);
}
