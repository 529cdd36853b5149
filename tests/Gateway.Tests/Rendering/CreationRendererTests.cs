using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class CreationRendererTests
{
    private const int MaxRunes = 16_383;
    private static readonly MarkdownPipeline Reader = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    [Fact]
    public void One_ticket_is_a_card_that_leads_to_it_and_tells_what_Redmine_changed()
    {
        var rendered = Render([Line(1, 12) with { Notes = ["The status is New, not Closed."] }], isBatch: false);

        Assert.Equal(
            """
            Created: [#12: Buy sausages](https://redmine.example.org/issues/12)

            Project: Demo · Tracker: Bug · Status: New · Priority: Normal · Assignee: Bob Stone · Due: 2026-12-01

            Redmine made this otherwise than asked:
            - The status is New, not Closed\.
            """.ReplaceLineEndings("\n"),
            rendered.Text);
        Assert.Equal([new ReplyButton("share", "Share here", new Intent.ShareCreated("request", false))], rendered.Buttons);
    }

    [Fact]
    public void A_refused_ticket_says_why_and_can_be_corrected()
    {
        var rendered = Render([new(1, "Buy *sausages*", null, [], ["Subject is too long", "Author is @invalid"], null)], isBatch: false);

        Assert.Equal(
            """
            The ticket “Buy \*sausages\*” was not created:
            - Subject is too long
            - Author is @​invalid

            What you typed is kept: correct it and send it again.
            """.ReplaceLineEndings("\n"),
            rendered.Text);
        Assert.Equal(new Intent.CorrectForm("request"), Assert.Single(rendered.Buttons).Intent);
    }

    [Theory]
    [InlineData(0, 40, "░░░░░░░░░░░░░░░░░░░░")]
    [InlineData(12, 40, "▓▓▓▓▓▓░░░░░░░░░░░░░░")]
    [InlineData(39, 40, "▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░")]
    public void While_it_is_under_way_it_says_how_far_it_is(int done, int all, string bar)
    {
        var rendered = Render([.. Enumerable.Range(1, all).Select(n => n <= done ? Line(n, n) : Line(n, n) with { Ticket = null })]);

        Assert.Equal($"Creating tickets in Demo: {done} of {all} {bar}", rendered.Text);
        Assert.Empty(rendered.Buttons);
    }

    [Fact]
    public void What_it_waits_for_stands_below()
    {
        var report = new CreationReport("request", "Demo", false, true, [Line(1, 1) with { Ticket = null }]) { Waits = "Redmine rests." };

        var text = new CreationRenderer(new("https://redmine.example.org"), new("redmine", "redmine", MaxRunes)).Render(new(Language.English, report, default, "UTC")).Text;

        Assert.Equal("Creating tickets in Demo: 0 of 1 ░░░░░░░░░░░░░░░░░░░░\n\nRedmine rests.", text);
    }

    [Fact]
    public void What_is_wrong_with_several_lines_is_said_once()
    {
        var text = Render([new(1, "1. Sell", null, [], ["Closed"], null), new(2, "2. Buy", null, [], ["Late", "Closed"], null)]).Text;

        Assert.EndsWith("- Lines 1, 2: Closed\n- Line 2: Late", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_a_table_then_what_failed_ready_to_be_pasted_again()
    {
        var rendered = Render([Line(1, 12), new(2, "2. Sell `x` @bob", null, [], ["Due date is not a date"], null), Line(3, 13) with { Notes = ["No assignee"] }]);

        Assert.Equal(
            """
            #### 2 tickets created in Demo

            | ID | Project | Tracker | Status | Subject | Due | Assignee |
            | --- | --- | --- | --- | --- | --- | --- |
            | [#12](https://redmine.example.org/issues/12) | Demo | Bug | New | [Buy sausages](https://redmine.example.org/issues/12) | 2026-12-01 | Bob Stone |
            | [#13](https://redmine.example.org/issues/13) | Demo | Bug | New | [Buy sausages](https://redmine.example.org/issues/13) | 2026-12-01 | Bob Stone |

            Redmine made this otherwise than asked:
            - [#13](https://redmine.example.org/issues/13): No assignee

            **Not created: 1**
            These lines are ready to be corrected and pasted again:
            ```
            2. Sell `x` @bob
            ```
            - Line 2: Due date is not a date
            """.ReplaceLineEndings("\n"),
            rendered.Text);
    }

    [Fact]
    public void A_list_of_failures_alone_has_no_table_and_nothing_to_share()
    {
        var rendered = Render([new(1, "1. Sell", null, [], ["No"], null)]);

        Assert.StartsWith("#### No ticket was created in Demo\n", rendered.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("| ID |", rendered.Text, StringComparison.Ordinal);
        Assert.Empty(rendered.Buttons);
    }

    [Fact]
    public void Shared_it_mentions_those_concerned_and_tells_nothing_of_failures()
    {
        var rendered = Render(
            [Line(1, 12), Line(2, 13) with { Assignee = null }, Line(3, 14) with { Assignee = "all" }, Line(4, 15) with { Notes = ["note"] }, new(5, "5. Sell", null, [], ["No"], null)],
            isForAll: true);

        Assert.StartsWith("#### Alice Morgan created 4 tickets in Demo\n", rendered.Text, StringComparison.Ordinal);
        Assert.Equal(2, rendered.Text.Split("| @bob |").Length - 1);
        Assert.DoesNotContain("@all", rendered.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sell", rendered.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("note", rendered.Text, StringComparison.Ordinal);
        Assert.Empty(rendered.Buttons);
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(MaxRunes)]
    public void The_longest_list_fits_and_leads_to_what_is_left_out(int maxRunes)
    {
        var longest = new string('|', 255);
        var created = Enumerable.Range(1, 60).Select(n => Line(n, 2_000_000_000 + n, longest) with { Notes = [longest] });
        var failed = Enumerable.Range(61, 30).Select(n => new CreationLine(n, $"{n}. {longest}", null, [], [longest, longest], null));

        var text = Render([.. created, .. failed], maxRunes: maxRunes).Text;

        Assert.InRange(MarkdownText.Runes(text), 1, maxRunes);
        Assert.Contains("61. |||", text, StringComparison.Ordinal);
        Assert.Contains("… and ", text, StringComparison.Ordinal);
        Assert.True(text.Split("```").Length == 3, "The block of code ends.");
    }

    [Fact]
    public void Rows_that_do_not_fit_are_counted_and_found_in_Redmine()
    {
        var text = Render([.. Enumerable.Range(1, 60).Select(n => Line(n, n, new string('x', 200)))], maxRunes: 4_000).Text;

        Assert.Matches(@"\n\n\[… and \d+ more\]\(https://redmine\.example\.org/issues\?set_filter=1&status_id=%2A&issue_id=1%2C2%2C.*%2C60\)$", text);
    }

    [Property]
    public Property Nobodys_text_formats_links_or_mentions()
    {
        var texts = Gen.OneOf(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get), Gen.Elements(
            "a|b", "\\", "*x*", "[a](b)", "`", "```", "![i](u)", "<b>", "a\nb", "www.x.org", "http://x.org", "@all", "\\|", "&lt;", "# x", "- x"));
        return Prop.ForAll(texts.ArrayOf(5).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (parts, isForAll) =>
        {
            var nasty = Line(1, 7, string.Concat(parts)) with { Notes = [parts[0]], Assignee = parts[1] };
            nasty = nasty with { Ticket = nasty.Ticket! with { Project = parts[2], Tracker = parts[3], Author = parts[4], Assignee = parts[0] } };
            var failed = new CreationLine(2, parts[3], null, [], [parts[4]], null);

            var document = Markdown.Parse(Render([nasty, failed], isForAll: isForAll, project: parts[1]).Text, Reader);

            Assert.Single(document.Descendants<Table>());
            Assert.Empty(document.Descendants<CodeInline>());
            Assert.Empty(document.Descendants<AutolinkInline>());
            Assert.All(document.Descendants<LinkInline>(), l => Assert.StartsWith("https://redmine.example.org/issues/7", l.Url, StringComparison.Ordinal));
            Assert.Equal(isForAll ? 0 : 1, document.Descendants<FencedCodeBlock>().Count());
        });
    }

    private static RenderedReply Render(
        IReadOnlyList<CreationLine> lines, bool isBatch = true, bool isForAll = false, int maxRunes = MaxRunes, string project = "Demo") =>
        new CreationRenderer(new("https://redmine.example.org"), new("redmine", "redmine", maxRunes) { IsForAll = isForAll })
            .Render(new(Language.English, new("request", project, false, isBatch, lines), new(2026, 11, 24), "UTC"));

    private static CreationLine Line(int number, int id, string subject = "Buy sausages") => new(
        number,
        $"{number}. {subject}",
        new(new(id), "Demo", "Bug", "New", "Normal", subject, "Alice Morgan", "Bob Stone", DateTimeOffset.UnixEpoch, new(2026, 12, 1)),
        [],
        [],
        "bob");
}
