namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The same bridge with its data in PostgreSQL.</summary>
public sealed class PostgresTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [SkippableFact]
    public async Task Links_tickets_and_settings_survive_a_restart()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var office = await Office.OpenAsync(s => s with { Database = database.ConnectionString, JoinPublicChannels = true });
        await office.CommandsAreThereAsync();
        await office.UntilAsync(w => w.IsMember(w.Channel("random"), office.Bot));
        var channel = office.World.Channel("dev");
        await office.ChangedAsync(office.Write(office.Alice, "see #t1"));
        office.World.MakeChannelAdmin(channel, office.Alice);
        Assert.Contains("Demo", await office.TypeAsync(office.Alice, "/redmine project demo"), StringComparison.Ordinal);
        await office.StopBridgeAsync();
        var meanwhile = office.Write(office.Alice, "meanwhile #t10");
        office.World.Leave(office.World.Channel("random"), office.Bot, removedBy: office.Alice);
        office.World.AddChannel(office.World.Teams[0], "yard", members: office.Alice);
        await office.StartBridgeAsync();

        Assert.Equal($"meanwhile {office.Link(10)}", await office.ChangedAsync(meanwhile));
        await office.UntilAsync(w => w.IsMember(w.Channel("yard"), office.Bot));
        Assert.False(office.World.IsMember(office.World.Channel("random"), office.Bot));
        var dialog = await office.DialogAsync(office.Alice, $"/redmine new In PostgreSQL {_unique}");
        Assert.Equal(dialog.Element("project").Options.Single(o => o.Text == "Demo").Value, dialog.Element("project").Default);
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, channel, dialog, []);
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject == $"In PostgreSQL {_unique}");
    }
}
