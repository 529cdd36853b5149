using System.Text.RegularExpressions;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Actors.Tests.Fuzz;

/// <summary>Posts of any kind get their links, and nothing else.</summary>
public sealed partial class LinkFuzz(ITestOutputHelper output)
{
    /// <summary>Mattermost's own, in the characters that we count.</summary>
    private const int LongestPost = 16_383;

    /// <summary>Of more, each of which spoils something, not all are tried until nothing changes any more.</summary>
    private const int SurelyTried = 25;

    private static readonly Uri Redmine = new("https://r.example/x");
    private static readonly TicketLinks Links = new(Redmine);
    private static readonly HashSet<TicketId> Linkable = [new(1), new(2), new(10)];

    [Fact]
    public Task References_are_found_in_posts_of_any_kind() => Fuzzer.TextsAsync(output, "posts", text =>
    {
        var end = 0;
        foreach (var reference in References.Find(text))
        {
            Assert.InRange(reference.Start, end, text.Length);
            Assert.Matches($"^#[tт]0*{reference.Ticket.Value}$", text.Substring(reference.Start, reference.Length));
            end = reference.End;
        }
    });

    [Fact]
    public Task Links_are_all_that_is_written_into_posts_of_any_kind() => Fuzzer.TextsAsync(
        output,
        "posts",
        text =>
        {
            // What its author linked themselves is marked, so that only what was added is taken away.
            text = text.Replace("/issues/", "/issues/ ", StringComparison.Ordinal);
            var written = LinkWriter.Write(text, Linkable, new HashSet<TicketId>(), Redmine, LongestPost);

            Assert.Equal(text, Added().Replace(written.Text, "$1"));
            Assert.Equal(written.Outcome == LinkTextOutcome.Linked, written.Linked.Count > 0);
            Assert.All(written.Linked, ticket => Assert.Contains(ticket, Linkable));
            if (written.Outcome != LinkTextOutcome.Linked)
                return;
            Assert.All(written.Linked, ticket => Assert.Contains($"]({Links.To(ticket)})", written.Text, StringComparison.Ordinal));
            if (References.Find(text).Count <= SurelyTried)
                Assert.Equal(written.Text, LinkWriter.Write(written.Text, Linkable, new HashSet<TicketId>(), Redmine, LongestPost).Text);
        },
        LongestPost);

    [GeneratedRegex(@"\[(#[tт]\d+)\]\(https://r\.example/x/issues/\d+\)")]
    private static partial Regex Added();
}
