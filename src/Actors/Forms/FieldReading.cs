using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Forms;

/// <summary>What became of a field's value: where it goes in the ticket, or what is wrong with it, in the reader's language.</summary>
internal readonly record struct FieldReading(Func<NewTicket, NewTicket>? Put, string? Problem)
{
    /// <summary>Nothing was given, and nothing need be.</summary>
    public static readonly FieldReading Nothing = new(null, null);

    public static FieldReading Of(Func<NewTicket, NewTicket> put) => new(put, null);

    public static FieldReading Wrong(string problem) => new(null, problem);
}
