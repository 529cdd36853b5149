using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Links;

/// <summary>What holds for every text, however it is made up.</summary>
[Properties(Arbitrary = [typeof(LinkWriterProperties)], MaxTest = 2_000)]
public sealed partial class LinkWriterProperties
{
    private static readonly Uri Redmine = new("https://r.example/x");
    private static readonly HashSet<TicketId> Linkable = [.. Enumerable.Range(1, 12).Select(i => new TicketId(i))];
    private static readonly HashSet<TicketId> None = [];

    private static readonly string[] Pieces =
    [
        "#t1", "#т2", "#t10", "#t99", "#t1a", "x#t3", "##t4", "!#t5", "\\#t6", "_#t7_", "[#t8]", "#t9", "#t", "#t0",
        " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "    ", "`", "``", "```", "~~~", "```cs", "*", "**", "_", "~~", "[", "]", "(", ")", "](", "![",
        "[a](http://x/#t1)", "[#t1](https://r.example/x/issues/1)", "[a]", "[a]: http://x\n", "<", ">", "> ", "- ", "1. ", "# ", "|", "\n|---|---|\n",
        "http://x.y/", "www.x.y", "a@b.c", "<b>", "&amp;", "&#35;", "\\", "\\\\", "word", "слово", "🎉", "\u0301", "\ud800", "\0", ".", ",", ":", "!", "---\n", "===\n",
    ];

    public static Arbitrary<string> Texts() =>
        Gen.Elements(Pieces).ArrayOf().Resize(24).Select(string.Concat).ToArbitrary();

    [Property]
    public void A_second_pass_changes_nothing(string text)
    {
        var once = Write(text).Text;

        Assert.Equal(once, Write(once).Text);
    }

    /// <summary>What has failed once.</summary>
    [Theory]
    [InlineData(")[\\!#t5\tслово\\[#t8]>    \0```:\n\nwww.x.y     #т2- ")]
    [InlineData("\0 #t1 \0")]
    public void A_second_pass_over_these_changes_nothing(string text) => A_second_pass_changes_nothing(text);

    [Property]
    public void Taking_the_links_away_gives_back_the_text(string text)
    {
        // What its author linked themselves is marked, so that only what was added is taken away.
        var marked = text.Replace("issues/1)", "issues/1 )", StringComparison.Ordinal);

        Assert.Equal(marked, Added().Replace(Write(marked).Text, "$1"));
    }

    [Property]
    public void What_is_linked_is_what_was_found(string text)
    {
        var found = References.Tickets(text).Where(Linkable.Contains).ToArray();
        var written = Write(text);

        Assert.Subset(found.ToHashSet(), written.Linked.ToHashSet());
        Assert.Equal(written.Outcome == LinkTextOutcome.Linked, written.Linked.Count > 0);
    }

    [Property]
    public void Each_reference_stands_where_it_is_said_to(string text)
    {
        foreach (var reference in References.Find(text))
            Assert.Matches("^#[tт]0*" + reference.Ticket.Value + "$", text.Substring(reference.Start, reference.Length));
    }

    [Property]
    public void Nothing_is_linked_that_may_not_be(string text) =>
        Assert.Equal(text, LinkWriter.Write(text, None, None, Redmine, 16_383).Text);

    private static LinkedText Write(string text) => LinkWriter.Write(text, Linkable, None, Redmine, 16_383);

    [GeneratedRegex(@"\[(#[tт]\d+)\]\(https://r\.example/x/issues/\d+\)")]
    private static partial Regex Added();
}
