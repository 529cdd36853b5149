using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Links;

public sealed class LinkWriterTests
{
    private static readonly Uri Redmine = new("https://r.example/redmine/");
    private static readonly HashSet<TicketId> None = [];

    /// <summary>In what comes out, <c>→10</c> stands for the link's target.</summary>
    [Theory]
    [InlineData("#t10", "[#t10](→10)")]
    [InlineData("#т10", "[#т10](→10)")]
    [InlineData("#t010", "[#t010](→10)")]
    [InlineData("#t0000000010", "[#t0000000010](→10)")]
    [InlineData("see #t1 and #t10.", "see [#t1](→1) and [#t10](→10).")]
    [InlineData("see #t10 and #t1.", "see [#t10](→10) and [#t1](→1).")]
    [InlineData("(#t10), \"#t10\"; «#т10»: #t10!", "([#t10](→10)), \"[#t10](→10)\"; «[#т10](→10)»: [#t10](→10)!")]
    [InlineData("🎉#t10🎉", "🎉[#t10](→10)🎉")]
    [InlineData("#t1/#t2, #t1-#t2", "[#t1](→1)/[#t2](→2), [#t1](→1)-[#t2](→2)")]
    [InlineData("Смотри #т10, пожалуйста\r\nи #t1\r\n", "Смотри [#т10](→10), пожалуйста\r\nи [#t1](→1)\r\n")]
    [InlineData("**#t10** _#t1_ ~~#t2~~", "**[#t10](→10)** _[#t1](→1)_ ~~[#t2](→2)~~")]
    [InlineData("# About #t10\n\ntext", "# About [#t10](→10)\n\ntext")]
    [InlineData("> quoted #t10\n> - item #t1", "> quoted [#t10](→10)\n> - item [#t1](→1)")]
    [InlineData("1. one #t1\n2. two #t2\n", "1. one [#t1](→1)\n2. two [#t2](→2)\n")]
    [InlineData("| a | b |\n|---|---|\n| #t1 | x #t2 |\n", "| a | b |\n|---|---|\n| [#t1](→1) | x [#t2](→2) |\n")]
    [InlineData("<b>#t10</b>", "<b>[#t10](→10)</b>")]
    [InlineData("[#t10]", "[[#t10](→10)]")]
    [InlineData("##t10", "#[#t10](→10)")]
    [InlineData("\\\\#t10", "\\\\[#t10](→10)")]
    [InlineData("\\!#t10", "\\![#t10](→10)")]
    [InlineData("#t10\t#t1  \n", "[#t10](→10)\t[#t1](→1)  \n")]
    [InlineData("`code` #t10 `code`", "`code` [#t10](→10) `code`")]
    [InlineData("`open #t10", "`open [#t10](→10)")]
    [InlineData("@alice: #t10", "@alice: [#t10](→10)")]
    [InlineData("[#t1](→1) and #t2", "[#t1](→1) and [#t2](→2)")]
    [InlineData("#t10 #t99 #t1", "[#t10](→10) #t99 [#t1](→1)")]
    public void References_become_links(string text, string expected) => Assert.Equal(Full(expected), Write(Full(text)).Text);

    [Theory]
    [InlineData("no reference at all")]
    [InlineData("#T10 #Т10")]
    [InlineData("#t10abc #t10_1 #t10абв x#t10 я#t10 1#t10 _#t10a")]
    [InlineData("#t0 #t00 #t2147483648 #t99999999999 #t #t-1 #t٣")]
    [InlineData("`#t10` ``#t10``")]
    [InlineData("```\n#t10\n```")]
    [InlineData("```latex\n#t10\n```")]
    [InlineData("~~~\n#t10")]
    [InlineData("```\n#t10\n\n#t1")]
    [InlineData("> ```\n> #t10\n")]
    [InlineData("    #t10\n")]
    [InlineData("- item\n\n  ```\n  #t10\n")]
    [InlineData("[#t10](http://x)")]
    [InlineData("[see *#t10*](http://x)")]
    [InlineData("![#t10](http://x/y.png)")]
    [InlineData("[a]: http://x/#t10\n")]
    [InlineData("[#t10][a]\n\n[a]: http://x\n")]
    [InlineData("<http://x/#t10>")]
    [InlineData("http://x/#t10 https://x.example/a?b=#t10 www.x.example/#t10 ftp://x/#t10")]
    [InlineData("redmine.example/#t10 slack://x/#t10")]
    [InlineData("\\#t10")]
    [InlineData("\\\\\\#t10")]
    [InlineData("!#t10")]
    [InlineData("e\u0301#t10 #t10\u0301")]
    [InlineData("𝐀#t10 #t10𝐀")]
    public void What_is_no_reference_stays(string text)
    {
        var written = Write(text);

        Assert.Equal(text, written.Text);
        Assert.Equal(LinkTextOutcome.Nothing, written.Outcome);
        Assert.Empty(References.Find(text));
    }

    [Theory]
    [InlineData("*see #t10*now", "emphasis would end elsewhere")]
    [InlineData("[a]#t10\n\n[a]: http://x\n", "the shortcut link would become another")]
    public void What_would_show_differently_stays(string text, string why) => Assert.True(text == Write(text).Text, why);

    [Fact]
    public void A_settled_ticket_stays_plain()
    {
        Assert.Equal("#t10 " + Full("[#t1](→1)"), Write("#t10 #t1", settled: 10).Text);
    }

    [Fact]
    public void A_settled_ticket_of_which_a_link_is_left_gets_another_one()
    {
        Assert.Equal(Full("[#t10](→10) [#t10](→10)"), Write(Full("[#t10](→10) #t10"), settled: 10).Text);
    }

    [Fact]
    public void A_result_beyond_the_limit_leaves_the_text_alone()
    {
        var linked = Full("🎉 [#t10](→10)");
        var runes = linked.EnumerateRunes().Count();

        Assert.Equal(linked, Write("🎉 #t10", max: runes).Text);
        Assert.Equal(("🎉 #t10", LinkTextOutcome.TooLong), (Write("🎉 #t10", max: runes - 1).Text, Write("🎉 #t10", max: runes - 1).Outcome));
    }

    [Theory]
    [InlineData("https://r.example", "https://r.example/issues/10")]
    [InlineData("https://r.example/a/b/", "https://r.example/a/b/issues/10")]
    [InlineData("http://r.example:8080/(x)", "http://r.example:8080/%28x%29/issues/10")]
    public void The_address_is_written_so_that_Markdown_takes_it_whole(string redmine, string target) =>
        Assert.Equal($"[#t10]({target})", LinkWriter.Write("#t10", Ids(10), None, new Uri(redmine), 16_383).Text);

    [Fact]
    public void Sixty_references_are_linked_in_their_places()
    {
        var text = string.Join(" и ", Enumerable.Range(1, 60).Select(i => i % 2 == 0 ? $"#t{i}" : $"#т{i}"));
        var expected = string.Join(" и ", Enumerable.Range(1, 60).Select(i => Full(i % 2 == 0 ? $"[#t{i}](→{i})" : $"[#т{i}](→{i})")));

        Assert.Equal(expected, LinkWriter.Write(text, Enumerable.Range(1, 60).Select(i => new TicketId(i)).ToHashSet(), None, Redmine, 16_383).Text);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("**a ")]
    [InlineData("- ")]
    [InlineData("`")]
    [InlineData("![")]
    [InlineData("|")]
    [InlineData("~~")]
    [InlineData("#t1*a*")]
    public void Hostile_texts_of_full_length_are_survived(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 16_000 / part.Length)) + " #t10";

        var written = Write(text);

        Assert.Equal(text, written.Text.Replace(Full("[#t10](→10)"), "#t10", StringComparison.Ordinal).Replace(Full("[#t1](→1)"), "#t1", StringComparison.Ordinal));
    }

    /// <summary>Each mark may have its blanks in many ways; all of them together were once tried.</summary>
    [Theory]
    [InlineData("-    ", 30)]
    [InlineData("1.    ", 49)]
    [InlineData(">    - ", 24)]
    public void A_list_in_a_list_in_a_list_comes_to_an_end(string mark, int depth)
    {
        var text = string.Concat(Enumerable.Repeat(mark, depth)) + "#t10";

        Assert.Contains("#t10", Write(text).Text, StringComparison.Ordinal);
    }

    private static LinkedText Write(string text, int settled = 0, int max = 16_383) =>
        LinkWriter.Write(text, Ids(1, 2, 10), Ids(settled), Redmine, max);

    private static string Full(string text) => text.Replace("→", "https://r.example/redmine/issues/", StringComparison.Ordinal);

    private static HashSet<TicketId> Ids(params int[] ids) => [.. ids.Select(i => new TicketId(i))];
}
