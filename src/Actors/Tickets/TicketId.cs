using System.Globalization;

namespace RedmineBridge.Actors.Tickets;

/// <summary>A Redmine issue's number, from 1.</summary>
public readonly record struct TicketId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
