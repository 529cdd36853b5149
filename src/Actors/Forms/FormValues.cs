using System.Collections.Immutable;

namespace RedmineBridge.Actors.Forms;

/// <summary>What a person has put into a form, by field and unparsed: texts as typed, choices by their values, numbers in their usual writing.</summary>
/// <param name="ByField">A field that was left empty is missing or has nothing.</param>
public sealed record FormValues(ImmutableSortedDictionary<string, ImmutableArray<string>> ByField)
{
    public static readonly FormValues None = new(ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>
    /// Whether a field can be called so. Whatever else is sent is no field of ours, and may differ from one in what compares as nothing.
    /// </summary>
    public static bool IsKey(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The values of a field without blank ones.</summary>
    public ImmutableArray<string> Of(string field) =>
        ByField.TryGetValue(field, out var values) ? [.. values.Where(v => !string.IsNullOrWhiteSpace(v))] : [];

    /// <summary>The first value of a field; null when there is none.</summary>
    public string? Text(string field) => Of(field) is [var first, ..] ? first : null;

    public FormValues With(string field, params ImmutableArray<string> values) => new(ByField.SetItem(field, values));

    public FormValues Without(params ReadOnlySpan<string> fields)
    {
        var left = ByField;
        foreach (var field in fields)
            left = left.Remove(field);
        return new(left);
    }

    public bool Equals(FormValues? other) =>
        other is not null && ByField.Count == other.ByField.Count
        && ByField.All(f => other.ByField.TryGetValue(f.Key, out var values) && values.SequenceEqual(f.Value));

    public override int GetHashCode() => ByField.Count;
}
