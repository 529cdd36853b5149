using System.Text;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>Puts links into a text: <c>#t10</c> becomes <c>[#t10](https://redmine/issues/10)</c>; every other character stays as it was.</summary>
public static class LinkWriter
{
    /// <summary>A text in which each reference would spoil something may cost no more parses than this; the rest of it stays plain.</summary>
    private const int ParsesAtMost = 200;

    /// <summary>A second pass over the result changes nothing, but where the parses did not suffice for a first one.</summary>
    /// <param name="linkable">Tickets that may become links.</param>
    /// <param name="settled">
    /// Tickets that were links in this very text before: where they stand plain, their author wants it so; unless one of our links to
    /// the same ticket is still there, which makes the plain one a new mention.
    /// </param>
    /// <param name="redmine">Redmine's address as people reach it; may have a sub-path.</param>
    /// <param name="maxRunes">How long the result may be, in Unicode code points as Mattermost counts.</param>
    public static LinkedText Write(string text, IReadOnlySet<TicketId> linkable, IReadOnlySet<TicketId> settled, Uri redmine, int maxRunes)
    {
        if (PostMarkdown.Parse(text) is not { } markdown)
            return new(text, [], LinkTextOutcome.Nothing);
        var targets = new TicketLinks(redmine);
        var linked = markdown.Targets().ToHashSet(StringComparer.Ordinal);
        List<Reference> wanted =
        [
            .. References.Find(text, markdown).Where(r =>
                linkable.Contains(r.Ticket) && (!settled.Contains(r.Ticket) || linked.Contains(targets.To(r.Ticket)))),
        ];
        if (wanted.Count == 0)
            return new(text, [], LinkTextOutcome.Nothing);

        if (IsTooLong(Insert(text, wanted, targets), maxRunes))
            return new(text, [], LinkTextOutcome.TooLong);
        var written = new Draft(text, markdown, targets).Write(wanted);
        if (written.Count == 0)
            return new(text, [], LinkTextOutcome.Nothing);
        return new(Insert(text, written, targets), [.. written.OrderBy(r => r.Start).Select(r => r.Ticket).Distinct()], LinkTextOutcome.Linked);
    }

    private static bool IsTooLong(string text, int maxRunes) => text.EnumerateRunes().Count() > maxRunes;

    private static string Insert(string text, IEnumerable<Reference> references, TicketLinks targets)
    {
        var result = new StringBuilder(text.Length * 2);
        var from = 0;
        foreach (var reference in references.OrderBy(r => r.Start))
        {
            result.Append(text, from, reference.Start - from)
                .Append('[').Append(text, reference.Start, reference.Length).Append("](").Append(targets.To(reference.Ticket)).Append(')');
            from = reference.End;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>
    /// A link is more than its text: <c>*see #t10*now</c> would lose its emphasis, since a bracket is no letter. So the result is read
    /// again, and what would show anything but the same text with links stays plain.
    /// </summary>
    private sealed class Draft(string text, PostMarkdown markdown, TicketLinks targets)
    {
        private readonly string _outline = markdown.Outline(targets.IsOurs);
        private int _parses;

        public IReadOnlyList<Reference> Write(IReadOnlyList<Reference> wanted)
        {
            List<Reference> written = [];
            int before;
            // One that spoils something may do so no longer beside those that came after it: a second pass over the result would find out.
            do
            {
                before = written.Count;
                Add(written, [.. wanted.Except(written)]);
            }
            while (written.Count > before && written.Count < wanted.Count);

            return written;
        }

        private void Add(List<Reference> written, IReadOnlyList<Reference> wanted)
        {
            if (_parses >= ParsesAtMost)
                return;
            if (IsSame(written, wanted))
            {
                written.AddRange(wanted);
                return;
            }

            if (wanted.Count == 1)
                return;
            var half = wanted.Count / 2;
            Add(written, [.. wanted.Take(half)]);
            Add(written, [.. wanted.Skip(half)]);
        }

        private bool IsSame(List<Reference> written, IReadOnlyList<Reference> wanted)
        {
            _parses++;
            var result = Insert(text, written.Concat(wanted), targets);
            return PostMarkdown.Parse(result) is { } read
                && read.Outline(targets.IsOurs) == _outline
                && read.Targets().Count(targets.IsOurs) == markdown.Targets().Count(targets.IsOurs) + written.Count + wanted.Count;
        }
    }
}
