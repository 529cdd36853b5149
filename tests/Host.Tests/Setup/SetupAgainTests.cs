using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>Setup where it has been before, as at each start of the whole stack, while something has changed around it.</summary>
public sealed class SetupAgainTests
{
    [Fact]
    public async Task What_the_bridge_can_do_without_keeps_nobody_from_starting_it()
    {
        await using var office = await SetupOffice.OpenAsync();
        var team = office.World.TeamsOf(office.World.User("alice").Id).Single();
        office.World.AddCommand(team, "redmine", new("http://elsewhere/tickets"), office.World.User("bob"));

        var (first, said) = await office.SetupAsync("--yes");
        var (again, _) = await office.SetupAsync("--yes");

        Assert.Equal((0, 0), (first, again));
        Assert.Contains("The bridge runs without it, too", said, StringComparison.Ordinal);
        await office.StartBridgeAsync();
    }

    [Theory]
    [InlineData("/bots")]
    [InlineData("/tokens")]
    public async Task Without_a_bot_and_its_token_it_can_not_run(string call)
    {
        await using var office = await SetupOffice.OpenAsync();
        using var _ = office.Mattermost.Faults.Inject(r => r.Method == "POST" && r.Path.Value!.EndsWith(call, StringComparison.Ordinal), new Fault.Answer(500, "{}"));

        var (code, said) = await office.SetupAsync("--yes");

        Assert.Equal(1, code);
        Assert.DoesNotContain("The bridge runs without it", said, StringComparison.Ordinal);
    }
}
