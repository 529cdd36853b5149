using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bot joins the public channels of its teams by itself.</summary>
public sealed class PublicChannelsTests
{
    [Fact]
    public async Task A_reference_in_a_public_channel_that_the_bot_was_never_added_to_is_linked()
    {
        MattermostPost? before = null;
        await using var office = await Office.OpenAsync(
            s => s with { JoinPublicChannels = true },
            prepare: w =>
            {
                before = w.PostAs(w.User("alice"), w.Channel("random"), "before #t1");
                w.AddChannel(w.Teams[0], "closed", MattermostChannel.Private, w.User("alice"));
            });
        await office.UntilAsync(w => w.IsMember(w.Channel("random"), office.Bot));

        Assert.Equal($"see {office.Link(1)}", await office.ChangedAsync(office.Write(office.Alice, "see #t1", "random")));
        Assert.Equal("before #t1", office.World.Post(before!.Id).Message);
        await office.HealthAsync("public-channels", "online");
        Assert.False(office.World.IsMember(office.World.Channel("closed"), office.Bot));
    }

    [Fact]
    public async Task A_channel_that_it_was_removed_from_is_not_joined_again()
    {
        await using var office = await Office.OpenAsync(
            s => s with { JoinPublicChannels = true }, prepare: w => w.AddChannel(w.Teams[0], "garden", members: w.User("alice")));
        var (random, garden) = (office.World.Channel("random"), office.World.Channel("garden"));
        await office.UntilAsync(w => w.IsMember(random, office.Bot) && w.IsMember(garden, office.Bot));
        office.World.Leave(random, office.Bot, removedBy: office.Alice);
        await office.StopBridgeOnceAsync($"SELECT COUNT(*) FROM joined_channel WHERE channel_id IN ('{random.Id}', '{garden.Id}')", 2);
        office.World.Leave(garden, office.Bot, removedBy: office.Alice);
        office.World.Leave(office.World.Channel("dev"), office.Bot, removedBy: office.Alice);
        var later = office.World.AddChannel(office.World.Teams[0], "yard", members: office.Alice);
        await office.StartBridgeAsync();

        // Channels are joined in the order of their names.
        await office.UntilAsync(w => w.IsMember(later, office.Bot));
        Assert.All(new[] { random, garden, office.World.Channel("dev") }, c => Assert.False(office.World.IsMember(c, office.Bot)));
    }

    [Fact]
    public async Task Unless_that_is_set_the_bot_joins_nothing()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "see #t1"));

        Assert.DoesNotContain(office.Mattermost.Requests.All, r => r.Method == "POST" && r.Path.EndsWith("/members", StringComparison.Ordinal));
    }
}
