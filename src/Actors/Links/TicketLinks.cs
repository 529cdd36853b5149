using System.Globalization;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>Where a ticket's page is, written so that Markdown takes it whole.</summary>
/// <param name="redmine">Redmine's address as people reach it; may have a sub-path.</param>
public sealed class TicketLinks(Uri redmine)
{
    private readonly string _prefix = Escape(redmine.GetLeftPart(UriPartial.Path).TrimEnd('/')) + "/issues/";

    public string To(TicketId ticket) => _prefix + ticket.Value.ToString(CultureInfo.InvariantCulture);

    public bool IsOurs(string? target) =>
        target is not null
        && target.StartsWith(_prefix, StringComparison.Ordinal)
        && target.Length > _prefix.Length
        && target.AsSpan(_prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>An address without the characters that end a Markdown link.</summary>
    public static string Escape(string address) => address
        .Replace("(", "%28", StringComparison.Ordinal)
        .Replace(")", "%29", StringComparison.Ordinal)
        .Replace("|", "%7C", StringComparison.Ordinal)
        .Replace("*", "%2A", StringComparison.Ordinal)
        .Replace("`", "%60", StringComparison.Ordinal)
        .Replace("\\", "%5C", StringComparison.Ordinal)
        .Replace("[", "%5B", StringComparison.Ordinal)
        .Replace("]", "%5D", StringComparison.Ordinal);
}
