using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class BatchRendererTests
{
    [Fact]
    public void Bad_lines_come_first_with_their_reasons_then_the_good_ones()
    {
        var rendered = Render(
            [
                new(1, "1. Buy @bob 01.12.26", "Buy", "bob", new(2026, 12, 1), []),
                new(2, "2. Sell @nobody", "Sell", null, null, ["There is no @nobody here.", "Say *when*."]),
                new(4, "4. Rest", "Rest", null, null, []),
            ],
            ["Agreed today:"]);

        Assert.Equal(
            """
            #### Tickets for Demo: nothing is created yet
            Ready: 2. To be corrected: 1.

            These lines need a correction:
            - Line 2: 2\. Sell @​nobody
                - There is no @​nobody here\.
                - Say \*when\*\.

            | Line | Subject | Assignee | Due |
            | --- | --- | --- | --- |
            | 1 | Buy | @​bob | 2026-12-01 |
            | 4 | Rest | nobody |  |

            These lines are no tasks and are left out:
            - Agreed today:
            """.ReplaceLineEndings("\n"),
            rendered.Text);
        Assert.Equal(["create: Create the 2 good ones", "correct: Correct"], rendered.Buttons.Select(b => $"{b.Id}: {b.Label}"));
        Assert.Equal([new Intent.CreateBatch("batch"), new Intent.CorrectForm("batch")], rendered.Buttons.Select(b => b.Intent));
    }

    [Fact]
    public void When_all_are_good_all_are_created()
    {
        var rendered = Render([new(1, "1. Buy", "Buy", null, null, [])], []);

        Assert.Equal(["Create it", "Correct"], rendered.Buttons.Select(b => b.Label));
        Assert.DoesNotContain("need a correction", rendered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void When_none_is_good_only_a_correction_helps() =>
        Assert.Equal(["correct"], Render([new(1, "1. Buy", "Buy", null, null, ["No"])], []).Buttons.Select(b => b.Id));

    [Fact]
    public void Who_is_known_by_name_alone_is_asked_about_once_before_all_else()
    {
        var rendered = Render(
            [
                new(1, "1. Buy @bob", "Buy", "bob", null, []) { ByName = "Bob *Fisher*" },
                new(2, "2. Sell @bob", "Sell", "bob", null, []) { ByName = "Bob *Fisher*" },
                new(3, "3. Lend @ann", "Lend", "ann", null, ["No"]) { ByName = "Ann Lee" },
                new(4, "4. Rest", "Rest", null, null, []),
            ],
            []);

        Assert.StartsWith(
            """
            #### Tickets for Demo: nothing is created yet
            Ready: 3. To be corrected: 1.

            These people haven't connected their accounts, so I go by their names alone. Are they who I take them for in Redmine? If not, correct the list.
            - @​bob: Bob \*Fisher\*

            These lines need a correction:
            """.ReplaceLineEndings("\n"),
            rendered.Text,
            StringComparison.Ordinal);
        Assert.Equal(["create", "correct"], rendered.Buttons.Select(b => b.Id));
    }

    [Theory]
    [InlineData(4_000, false)]
    [InlineData(16_383, true)]
    public void What_can_not_be_shown_can_not_be_agreed_to(int maxRunes, bool fits)
    {
        var lines = Enumerable.Range(1, 100).Select(n => new PreviewLine(n, $"{n}. Buy", "Buy", $"person{n}", null, []) { ByName = new string('n', 60) });

        var rendered = Render([.. lines], [], maxRunes);

        Assert.InRange(MarkdownText.Runes(rendered.Text), 1, maxRunes);
        Assert.Equal(fits, rendered.Text.Contains("person100: ", StringComparison.Ordinal));
        Assert.Equal(!fits, rendered.Text.Contains("Split the list.", StringComparison.Ordinal));
        Assert.Equal(fits ? ["create", "correct"] : ["correct"], rendered.Buttons.Select(b => b.Id));
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(16_383)]
    public void The_longest_list_fits(int maxRunes)
    {
        var longest = new string('*', 255);
        var lines = Enumerable.Range(1, 100).Select(n => new PreviewLine(n, $"{n}. {longest}", longest, "bob", new(2026, 12, 1), n % 2 == 0 ? [longest, longest] : []));

        var text = Render([.. lines], [longest, longest], maxRunes).Text;

        Assert.InRange(MarkdownText.Runes(text), 1, maxRunes);
        Assert.Contains("… and ", text, StringComparison.Ordinal);
    }

    private static RenderedReply Render(IReadOnlyList<PreviewLine> lines, IReadOnlyList<string> skipped, int maxRunes = 16_383) =>
        new BatchRenderer(new("https://redmine.example.org"), new("redmine", "redmine", maxRunes))
            .Render(new(Language.English, new("batch", "Demo", lines, skipped)));
}
