using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>However setup ends, what it made is written down, and the administrator's session is over or named.</summary>
public sealed class SetupEndTests
{
    private const string Logout = "/api/v4/users/logout";

    [Theory]
    [InlineData("/api/v4/bots", "botCreated", 0)]
    [InlineData("/tokens", "tokenMade", 1)]
    public async Task Interrupted_in_the_middle_of_a_step_it_finishes_and_records_that_one_and_begins_no_other(string step, string deed, int tokens)
    {
        await using var office = await SetupOffice.OpenAsync();
        // Whatever it is answered, it has arrived.
        using var _ = office.Mattermost.Faults.Inject(
            r =>
            {
                if (r.Method == "POST" && r.Path.Value!.EndsWith(step, StringComparison.Ordinal))
                    office.Stop.Cancel();
                return false;
            },
            new Fault.Answer(500));

        var (code, said) = await office.SetupAsync("--yes");

        Assert.Equal(1, code);
        Assert.Contains("Interrupted: what was said to be done is done.", said, StringComparison.Ordinal);
        var deeds = JsonNode.Parse(await File.ReadAllTextAsync(office.RecordPath))!["deeds"]!.AsArray();
        Assert.Equal(deed, (string?)deeds[^1]!["kind"]);
        var bot = office.World.User("redmine");
        Assert.Equal(tokens, office.World.AccessTokensOf(bot).Count);
        Assert.Equal(Logout, office.Mattermost.Requests.All[^1].Path);

        office.Stop = new();
        (code, said) = await office.SetupAsync("--undo", "--yes");
        Assert.True(code == 0, said);
        Assert.Empty(office.World.AccessTokensOf(bot));
        Assert.NotEqual(0, office.World.User("redmine").DeleteAt);
    }

    [Fact]
    public async Task A_session_that_can_not_be_ended_is_noted_and_changes_nothing_of_how_it_went()
    {
        await using var office = await SetupOffice.OpenAsync();
        using var _ = office.Mattermost.Faults.Inject("POST", Logout, new Fault.Answer(500));
        const string note = "note: the administrator's session in Mattermost could not be ended";

        var (done, said) = await office.SetupAsync("--yes");
        var (refused, why) = await office.SetupAsync("--yes", "--teams", "nobody");
        var (undone, back) = await office.SetupAsync("--undo", "--yes");

        Assert.Equal((0, 1, 0), (done, refused, undone));
        Assert.All([said, why, back], s => Assert.Contains(note, s, StringComparison.Ordinal));
        Assert.Contains("there is no team nobody in Mattermost", why, StringComparison.Ordinal);
    }
}
