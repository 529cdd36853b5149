using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class TableRendererTests
{
    private const int MaxRunes = 16_383;
    private static readonly Uri Redmine = new("https://redmine.example.org/tracker");
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly MarkdownPipeline Reader = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseAutoLinks().DisableHtml().Build();

    [Fact]
    public void A_row_says_all_of_a_ticket_and_leads_to_it()
    {
        var text = Render([Ticket(7) with { DueDate = new(2026, 11, 24) }]);

        Assert.Equal(
            """
            #### [Your open tickets: 1](https://redmine.example.org/tracker/issues?set_filter=1&status_id=o&assigned_to_id=me&sort=updated_on%3Adesc%2Cid%3Adesc)

            | ID | Project | Tracker | Status | Subject | Updated | Due | Priority | Author |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            | [#7](https://redmine.example.org/tracker/issues/7) | Demo | Bug | New | [Fix the tap](https://redmine.example.org/tracker/issues/7) | 2026-11-24 12:30 | **2026-11-24** (overdue) | Normal | Alice Morgan |
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Created_tickets_name_the_assignee_in_the_readers_language()
    {
        var text = Render([Ticket(7) with { DueDate = Today }], Language.Russian, TicketList.CreatedByMe);

        Assert.Contains("author_id=me", text, StringComparison.Ordinal);
        Assert.EndsWith("| 24.11.2026 12:30 | 25.11.2026 | Normal | никому |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_not_the_last_says_so_and_how_to_go_on()
    {
        var page = new TicketPage(TicketList.AssignedToMe, 2, 1, 3, [Ticket(7)]);

        Assert.EndsWith("\nPage 2 of 3. Next: `/rm mine 3`", Render(page), StringComparison.Ordinal);
        Assert.Contains("`/rm mine 3`", Render(page with { Page = 4, Tickets = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_is_a_sentence_with_a_link() =>
        Assert.StartsWith("No open ticket is assigned to you. [See in Redmine](https://redmine.example.org/", Render([]), StringComparison.Ordinal);

    [Property]
    public Property No_text_of_a_ticket_breaks_the_table()
    {
        var texts = Gen.OneOf(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get), Gen.Elements(
            "a|b", "\\", "|", "*x*", "[a](b)", "`", "``x", "![i](u)", "<b>", "~~s~~", "a\nb", "\r\n", "www.x.org", "http://x.org", "@all", "_u_", "\\|", "&lt;"));
        return Prop.ForAll(texts.ArrayOf(5).ToArbitrary(), parts =>
        {
            var nasty = Ticket(7) with { Subject = string.Concat(parts), Project = parts[0], Author = parts[1], Tracker = parts[2], Status = parts[3], Priority = parts[4] };

            var document = Markdown.Parse(Render([nasty, Ticket(8)]), Reader);

            var table = Assert.Single(document.Descendants<Table>());
            Assert.Equal([9, 9, 9], table.Cast<TableRow>().Select(r => r.Count));
            Assert.Empty(table.Descendants<CodeInline>());
            Assert.Empty(table.Descendants<EmphasisInline>());
            Assert.Empty(table.Descendants<AutolinkInline>());
            Assert.All(table.Descendants<LinkInline>(), l => Assert.StartsWith("https://redmine.example.org/tracker/issues/", l.Url, StringComparison.Ordinal));
            Assert.Equal(4, table.Descendants<LinkInline>().Count());
        });
    }

    [Theory]
    [InlineData(16_383)]
    [InlineData(4_000)]
    public void A_full_page_of_the_longest_tickets_fits_into_a_message(int maxRunes)
    {
        var longest = new string('|', 255);
        var tickets = Enumerable.Range(1, TableRenderer.PageSize(maxRunes)).Select(i => Ticket(2_000_000_000 + i) with
        {
            Subject = longest, Project = longest, Tracker = longest[..30], Status = longest[..30], Priority = longest[..30], Author = longest[..60], DueDate = Today.AddDays(-1),
        });

        var text = Render([.. tickets], maxRunes: maxRunes);

        Assert.InRange(text.EnumerateRunes().Count(), 1, maxRunes);
        Assert.Equal(TableRenderer.PageSize(maxRunes) + 1, Markdown.Parse(text, Reader).Descendants<TableRow>().Count());
    }

    private static string Render(
        IReadOnlyList<Ticket> tickets, Language language = Language.English, TicketList list = TicketList.AssignedToMe, int maxRunes = MaxRunes) =>
        Render(new TicketPage(list, 1, 100, tickets.Count, tickets), language, maxRunes);

    private static string Render(TicketPage page, Language language = Language.English, int maxRunes = MaxRunes) =>
        new TableRenderer(Redmine, maxRunes).Render(new Reply.Tickets(language, page, Today, "Europe/Moscow"), "rm", withHint: true);

    private static Ticket Ticket(int id) => new(
        new(id), "Demo", "Bug", "New", "Normal", "Fix the tap", "Alice Morgan", null,
        DateTimeOffset.Parse("2026-11-24T09:30:00Z", CultureInfo.InvariantCulture), null);
}
