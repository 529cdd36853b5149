namespace RedmineBridge.Actors.Tickets;

/// <summary>What one of an installation's own fields holds. A field that takes several values holds none, one or several.</summary>
public sealed record CustomFieldValue(int Field, IReadOnlyList<string> Values)
{
    public IReadOnlyList<string> Values { get; } = [.. Values.Select(TicketText.Lines)];

    public bool Equals(CustomFieldValue? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Field, Values.Count);
}
