using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.People;

/// <summary>What somebody calls themselves in Mattermost besides their username. They can change it at any time, so it proves nothing.</summary>
public sealed record FullName
{
    private FullName(string first, string last) => (First, Last) = (first, last);

    public string First { get; }

    public string Last { get; }

    /// <summary>As Redmine may show it, by the setting for the names of its users: either of the two first. Made comparable by <see cref="Typed.Name"/>.</summary>
    internal IEnumerable<string> Comparable => new[] { Typed.Name($"{First} {Last}"), Typed.Name($"{Last} {First}") }.Distinct();

    /// <summary>Null where that is less than two words: by one word alone nobody is known.</summary>
    public static FullName? Of(string first, string last) =>
        Typed.Name($"{first} {last}").Contains(' ', StringComparison.Ordinal) ? new(first, last) : null;

    public override string ToString() => Tickets.TicketText.OneLine($"{First} {Last}");
}
