using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>
/// Whatever people call their tickets, projects and themselves in Redmine, and whatever they type: nothing of it makes the bot mention
/// anybody, show an image or lead elsewhere.
/// </summary>
public sealed partial class HostileNamesTests
{
    private const string Hostile = "![x](https://evil.example/x.png) @all @channel @here @bob [a](https://evil.example) <https://evil.example> https://evil.example www.evil.example";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAutoLinks().UsePipeTables().UseEmphasisExtras().Build();

    [Fact]
    public async Task Nothing_that_others_have_named_speaks_through_the_bot()
    {
        await using var office = await Office.OpenAsync(prepareRedmine: MakeHostile);
        await office.CommandsAreThereAsync();
        var channel = office.World.Channel("dev");
        office.World.MakeChannelAdmin(channel, office.Alice);
        var talk = new Conversation(office, office.Alice);

        foreach (var command in new[] { "mine", "created", $"project {Hostile}", "project demo", "project", Hostile, "link #t1 #t6" })
            await office.Mattermost.ExecuteCommandAs(office.Alice, channel, $"/redmine {command}");
        foreach (var command in new[] { $"new {Hostile}", $"batch 1. {Hostile}\n2. {Hostile} @{Hostile} 31.02.2027" })
            await office.DialogAsync(office.Alice, $"/redmine {command}");
        await talk.PlayAsync(
        [
            $"{Hostile} tomorrow", "demo", "change assignee", Hostile, "show", "change tracker", Hostile, "1", "yes",
            $"1. {Hostile}\n2. Buy @nobody {Hostile}", "demo", "mine",
        ]);
        await office.UntilAsync(_ => talk.HasSaid("Created: "));

        MattermostPost[] said = [.. office.World.Channels.SelectMany(office.World.PostsIn).Where(p => p.UserId == office.Bot.Id), .. office.World.EphemeralsFor(office.Alice)];
        Assert.True(said.Count(p => p.Message.Contains("evil", StringComparison.Ordinal)) >= 8, $"{said.Length} said, too few of them with what is hostile");
        Assert.All(said, p => AssertInert(p.Message, office));
        // Mattermost shows cards' texts as Markdown too, and an introduction; names of fields and choices it shows as they are.
        Assert.All(said.SelectMany(Texts), t => AssertInert(t, office));
        Assert.All(office.World.DialogsFor(office.Alice), d => AssertInert(d.IntroductionText, office));
    }

    private static void MakeHostile(RedmineWorld world) => world.Change(data => data with
    {
        Projects = data.Projects.SetItems(data.Projects.Values.Select(p => KeyValuePair.Create(p.Id, p with { Name = $"{p.Name} {Hostile}" }))),
        Trackers = data.Trackers.SetItems(data.Trackers.Values.Select(t => KeyValuePair.Create(t.Id, t with { Name = $"{t.Name} {Hostile}" }))),
        Statuses = data.Statuses.SetItems(data.Statuses.Values.Select(s => KeyValuePair.Create(s.Id, s with { Name = $"{s.Name} {Hostile}" }))),
        Issues = data.Issues.SetItems(data.Issues.Values.Select(i => KeyValuePair.Create(i.Id, i with { Subject = Hostile }))),
        Users = data.Users.SetItems(data.Users.Values.Select(u => KeyValuePair.Create(u.Id, u with { FirstName = Hostile }))),
    });

    private static IEnumerable<string> Texts(MattermostPost post) =>
        (JsonNode.Parse(post.Props.GetRawText())!["attachments"] as JsonArray ?? [])
            .SelectMany(card => new[] { "text", "pretext", "title", "footer" }.Select(name => (string?)card![name]).OfType<string>());

    private static void AssertInert(string text, Office office)
    {
        var parsed = Markdown.Parse(text, Pipeline);
        Assert.All(parsed.Descendants<LinkInline>(), link =>
        {
            Assert.False(link.IsImage, text);
            Assert.True(link.Url!.StartsWith(office.RedmineUrl!.AbsoluteUri, StringComparison.Ordinal) || link.Url.StartsWith(office.Mattermost.Url.AbsoluteUri, StringComparison.Ordinal), text);
        });
        Assert.True(!parsed.Descendants<AutolinkInline>().Any(), text);
        // In code it is shown to be copied, and mentions nobody.
        var shown = string.Join(' ', parsed.Descendants<LiteralInline>().Select(l => l.Content.ToString()));
        Assert.True(!Mention().IsMatch(shown), text);
    }

    [GeneratedRegex(@"@(all|channel|here)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Mention();
}
