using System.Net;
using System.Text.Json.Nodes;
using RedmineBridge.Host.Settings;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bridge, or the servers, below a path of a host that has more than them.</summary>
public sealed class SubPathTests
{
    private const string Path = "/redmine-bridge";

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Every_address_that_the_bridge_hands_out_has_its_path()
    {
        await using var office = await Office.OpenAsync(s => Below(s) with { AppsSecret = Office.AppsSecret });
        await office.CommandsAreThereAsync();
        var here = office.BridgeUrl.AbsoluteUri.TrimEnd('/') + Path;

        Assert.All(office.World.Commands, c => Assert.Equal(here + "/mattermost/command", c.Url));
        office.GiveTasks("bob", 40);
        await office.TypeAsync(office.Bob, "/redmine mine");
        var page = office.World.EphemeralsFor(office.Bob)[^1];
        Assert.Contains($"{here}/mattermost/action", Controls.UrlsOf(page));
        await office.Mattermost.PressAs(office.Bob, page, "next");
        Assert.EndsWith("Next: `/redmine mine 3`", office.World.EphemeralsFor(office.Bob)[^1].Message, StringComparison.Ordinal);
        var preview = await office.PreviewAsync($"1. Below {_unique}");
        Assert.All(office.World.DialogsFor(office.Alice), d => Assert.Equal(here + "/mattermost/dialog", d.Url));
        Assert.All(Controls.UrlsOf(preview), url => Assert.Equal(here + "/mattermost/action", url));

        var manifest = JsonNode.Parse(await (await office.GetAsync(Path + "/manifest.json")).Content.ReadAsStringAsync())!;
        Assert.Equal(here, (string?)manifest["http"]!["root_url"]);
        var root = office.World.AddUser("root", with: u => u with { Roles = ["system_admin", "system_user"] });
        var installed = await office.Mattermost.InstallAppAs(root, new(here + "/manifest.json"), Office.AppsSecret);
        Assert.Equal("ok", (string?)installed["type"]);
        Assert.DoesNotContain("failure", (string?)installed["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData("")]
    public async Task Its_path_may_be_passed_on_or_taken_away(string path)
    {
        await using var office = await Office.OpenAsync(Below);
        await office.CommandsAreThereAsync();
        var command = office.World.Commands.Single(c => c.Trigger == "redmine");

        using var answer = await office.PostCommandAsync(command, office.Alice, "mine", path: path);
        Assert.Contains("/issues/", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var door in new[] { "/mattermost/action", "/mattermost/dialog" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await office.PostAsync(path + door, "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(path + "/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync("/elsewhere/health/live")).StatusCode);
    }

    [Fact]
    public async Task Servers_that_lie_below_a_path_are_listened_to_asked_and_linked_to()
    {
        await using var office = await Office.OpenAsync(below: true, services: Office.TakeNoTime);
        await office.CommandsAreThereAsync();
        Assert.EndsWith("/redmine/issues/1)", office.Link(1), StringComparison.Ordinal);

        Assert.Equal($"See {office.Link(1)}", await office.ChangedAsync(office.Write(office.Alice, "See #t1")));
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Delay(TimeSpan.FromSeconds(2.5)), times: 1);
        Assert.StartsWith("Redmine is slow", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        await office.UntilAsync(w => w.EphemeralsFor(office.Alice)[^1].Message.Contains(office.TicketUrl(2), StringComparison.Ordinal));
    }

    private static BridgeSettings Below(BridgeSettings settings) => settings with { PublicUrl = new(settings.PublicUrl, Path) };
}
