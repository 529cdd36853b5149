using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Rendering;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Gateway.Tests.Fuzz;

/// <summary>What stands behind a command, in the file of tokens, and in the texts of others that the bridge shows.</summary>
public sealed partial class WordFuzz(ITestOutputHelper output)
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().UseAutoLinks(new() { AllowDomainWithoutPeriod = true }).Build();

    [Fact]
    public Task Commands_of_any_kind_mean_something() => Fuzzer.TextsAsync(output, "commands", text =>
    {
        var intent = CommandParser.Parse(text, 20, 16_383);
        NoNulls.Check(intent);
        Assert.True(intent is not Intent.ShowTickets list || list is { Page: > 0 and <= 100_000, PageSize: 20 });
        if (intent is not Intent.Unknown unknown)
            return;
        foreach (var language in Enum.GetValues<Language>())
            CommandParser.Nearest(unknown.Word, language);
    });

    [Fact]
    public Task Files_of_tokens_of_any_kind_are_read() => Fuzzer.TextsAsync(output, "tokens", text =>
    {
        var tokens = GivenToken.Parse(text, out var wrong);

        Assert.All(tokens.SelectMany(t => new[] { t.Team, t.Token }), word => Assert.DoesNotContain(word, char.IsWhiteSpace));
        Assert.Equal(wrong.Order().Distinct(), wrong);
        Assert.True(tokens.Count + wrong.Count <= text.Count(c => c == '\n') + 1);
    });

    [Fact]
    public Task Texts_of_any_kind_are_shown_and_do_nothing() => Fuzzer.TextsAsync(
        output,
        "texts",
        text =>
        {
            var disarmed = MarkdownText.Disarm(text);
            Assert.DoesNotMatch(Mention(), disarmed);
            Assert.Empty(Links(disarmed));
            var escaped = MarkdownText.Escape(text);
            Assert.DoesNotMatch(Mention(), escaped);
            Assert.Empty(Links(escaped));
            Assert.DoesNotContain('\n', escaped);
            Assert.True(MarkdownText.Runes(MarkdownText.Shorten(text, 100)) <= MarkdownText.Runes(text));
            var code = Markdown.Parse(MarkdownText.Code([text]) + "\nend", Pipeline);
            Assert.True(code is [FencedCodeBlock, ParagraphBlock], "It is not one block of code.");
        },
        4_000);

    private static IEnumerable<Inline> Links(string text)
    {
        try
        {
            var read = Markdown.Parse(text, Pipeline);
            return [.. read.Descendants<LinkInline>(), .. read.Descendants<AutolinkInline>()];
        }
        catch (ArgumentException tooDeep) when (tooDeep.Message.Contains("depth limit", StringComparison.Ordinal))
        {
            // This parser gives up; that clients don't is not shown here.
            return [];
        }
    }

    [GeneratedRegex(@"@\w")]
    private static partial Regex Mention();
}
