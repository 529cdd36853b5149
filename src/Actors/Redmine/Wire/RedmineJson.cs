using System.Globalization;
using System.Text.Json;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>How Redmine writes values. What isn't set it leaves out or writes as null, now this, now that.</summary>
internal static class RedmineJson
{
    public static int Id(this JsonElement thing) => thing.GetProperty("id").GetInt32();

    public static Named Named(this JsonElement thing) => new(thing.Id(), thing.Required("name"));

    public static Named? Named(this JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var named) && named.ValueKind == JsonValueKind.Object ? named.Named() : null;

    public static string? Text(this JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <exception cref="FormatException">There is none.</exception>
    public static string Required(this JsonElement owner, string key) => owner.Text(key) ?? throw new FormatException($"its {key} is no text");

    public static bool Flag(this JsonElement owner, string key) => owner.TryGetProperty(key, out var flag) && flag.ValueKind == JsonValueKind.True;

    public static int? Number(this JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt32() : null;

    public static decimal? Fraction(this JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDecimal() : null;

    public static DateOnly? Day(this JsonElement owner, string key) =>
        owner.Text(key) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    public static DateTimeOffset Moment(this JsonElement owner, string key) => owner.GetProperty(key).GetDateTimeOffset();

    /// <summary>The lines of a text end with a line feed alone, whatever Redmine made of it.</summary>
    public static string Lines(this JsonElement owner, string key) => owner.Text(key)?.ReplaceLineEndings("\n") ?? "";

    /// <summary>None where there is no such list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static IEnumerable<string> Texts(this IEnumerable<JsonElement> list) => list.Select(t => t.GetString()).OfType<string>();

    public static IReadOnlyList<CustomFieldValue> CustomFieldValues(this JsonElement ticket) =>
        [.. ticket.List("custom_fields").Select(f => new CustomFieldValue(f.Id(), [.. ValuesOf(f)]))];

    private static IEnumerable<string> ValuesOf(JsonElement field)
    {
        if (!field.TryGetProperty("value", out var value))
            return [];
        var values = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1);
        return values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(v => v.Length > 0);
    }
}
