using System.Text.Json.Serialization;

namespace RedmineBridge.Actors.Tickets;

/// <summary>What one of an installation's own fields holds. A field that takes several values holds none, one or several.</summary>
public sealed record CustomFieldValue(int Field, IReadOnlyList<string> Values)
{
    public IReadOnlyList<string> Values { get; } = [.. Values.Select(TicketText.Lines)];

    /// <summary>The field's, as it was when a person was asked for the value; null where nobody was, and in requests stored before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What the field is called is not what it holds.</summary>
    public bool Equals(CustomFieldValue? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Field, Values.Count);
}
