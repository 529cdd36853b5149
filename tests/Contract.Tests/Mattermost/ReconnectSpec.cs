using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>What a client finds that comes back: the table of a reliable server's behaviour, and its troubles on command.</summary>
public sealed class ReconnectSpec : MattermostSpec
{
    public override async Task InitializeAsync()
    {
        World.Settings = World.Settings with { EnableReliableWebSockets = true };
        await base.InitializeAsync();
    }

    [Fact]
    public async Task Fresh_client_gets_an_id_and_zero()
    {
        using var peer = await Connect(Bot);

        var hello = await peer.Next("hello");

        Assert.Equal(26, ((string?)hello["data"]!["connection_id"])?.Length);
        Assert.Equal(0, Seq(hello));
    }

    [Fact]
    public async Task Returning_client_gets_what_it_missed_and_no_greeting()
    {
        var id = await ConnectAndLose(posts: 2);
        World.PostAs(Alice, TownSquare, "while away");

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=2");

        Assert.Equal((2, "post 1"), Posted(await peer.Next()));
        Assert.Equal((3, "while away"), Posted(await peer.Next()));
        World.PostAs(Alice, TownSquare, "live");
        Assert.Equal((4, "live"), Posted(await peer.Next()));
    }

    [Fact]
    public async Task Returning_client_that_missed_nothing_goes_on()
    {
        var id = await ConnectAndLose(posts: 2);

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=3");

        World.PostAs(Alice, TownSquare, "live");
        Assert.Equal((3, "live"), Posted(await peer.Next()));
    }

    [Fact]
    public async Task Returning_client_that_is_too_far_behind_begins_anew()
    {
        var id = await ConnectAndLose(posts: 130);

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=1");

        var hello = (await peer.Next())!;
        Assert.Equal(("hello", 0), ((string?)hello["event"], Seq(hello)));
        Assert.NotEqual(id, (string?)hello["data"]!["connection_id"]);
    }

    [Fact]
    public async Task Client_with_an_unknown_id_begins_anew()
    {
        using var peer = await Connect(Bot, "connection_id=aaaaaaaaaaaaaaaaaaaaaaaaaa&sequence_number=7");

        Assert.Equal(0, Seq(await peer.Next("hello")));
    }

    [Fact]
    public async Task Client_after_a_restart_of_the_server_begins_anew()
    {
        var id = await ConnectAndLose(posts: 1);
        await Server.StopAsync();
        World.PostAs(Alice, TownSquare, "written while the server was down");
        await Server.StartAsync();

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=2");

        Assert.Equal(0, Seq(await peer.Next("hello")));
        Assert.Contains(World.PostsIn(TownSquare), p => p.Message == "written while the server was down");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sequence_number=-1")]
    [InlineData("&sequence_number=x")]
    public async Task Client_with_a_known_id_but_no_number_is_shown_the_door(string number)
    {
        var id = await ConnectAndLose(posts: 1);

        using var peer = await Connect(Bot, $"connection_id={id}{number}");

        Assert.Null(await peer.Next());
    }

    [Fact]
    public async Task Client_with_a_malformed_id_is_shown_the_door()
    {
        using var peer = await Connect(Bot, "connection_id=short&sequence_number=1");

        Assert.Null(await peer.Next());
    }

    [Fact]
    public async Task Zero_is_no_wish_and_the_count_begins_again_without_a_greeting()
    {
        var id = await ConnectAndLose(posts: 2);

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=0");

        World.PostAs(Alice, TownSquare, "live");
        Assert.Equal((0, "live"), Posted(await peer.Next()));
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    public async Task More_than_256_events_while_away_are_lost(int events, bool isLost)
    {
        var id = await ConnectAndLose(posts: 1);
        for (var i = 0; i < events; i++)
            World.PostAs(Alice, TownSquare, $"away {i}");

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=2");

        var first = (await peer.Next())!;
        Assert.Equal(isLost ? "hello" : "posted", (string?)first["event"]);
    }

    [Fact]
    public async Task Five_minutes_later_everything_is_forgotten()
    {
        var id = await ConnectAndLose(posts: 1);
        Time.Advance(TimeSpan.FromMinutes(6));

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=2");

        Assert.Equal(0, Seq(await peer.Next("hello")));
    }

    [Fact]
    public async Task Half_open_line_is_silent_and_a_new_one_begins_anew()
    {
        using var frozen = await Connect(Bot);
        var id = (string)(await frozen.Next("hello"))["data"]!["connection_id"]!;
        Server.FreezeSockets(Bot);
        World.PostAs(Alice, TownSquare, "unheard");
        await frozen.Send(new() { ["seq"] = 1, ["action"] = "ping" });

        using var peer = await Connect(Bot, $"connection_id={id}&sequence_number=1");

        Assert.Equal(0, Seq(await peer.Next("hello")));
        Assert.Equal(["redmine", "redmine"], Server.Connected);
        World.PostAs(Alice, TownSquare, "heard");
        Assert.Equal((1, "heard"), Posted(await peer.Next()));
    }

    [Fact]
    public async Task Lost_event_leaves_a_gap_and_comes_again_to_who_asks()
    {
        using var peer = await Connect(Bot);
        var id = (string)(await peer.Next("hello"))["data"]!["connection_id"]!;
        Server.LoseEvents(1, Bot);
        World.PostAs(Alice, TownSquare, "lost");
        World.PostAs(Alice, TownSquare, "next");
        Assert.Equal((2, "next"), Posted(await peer.Next()));
        await Cut();

        using var again = await Connect(Bot, $"connection_id={id}&sequence_number=1");

        Assert.Equal((1, "lost"), Posted(await again.Next()));
        Assert.Equal((2, "next"), Posted(await again.Next()));
    }

    [Fact]
    public async Task Unreliable_server_greets_anew_without_an_id()
    {
        World.Settings = World.Settings with { EnableReliableWebSockets = false };
        using var peer = await Connect(Bot, "connection_id=aaaaaaaaaaaaaaaaaaaaaaaaaa&sequence_number=3");

        Assert.Equal("", (string?)(await peer.Next("hello"))["data"]!["connection_id"]);
    }

    [Fact]
    public async Task Stranger_is_dropped_after_five_seconds()
    {
        using var peer = await SocketPeer.ConnectAsync(Server, "xxxxxxxxxxxxxxxxxxxxxxxxxx");
        await peer.Send(new() { ["seq"] = 1, ["action"] = "ping" });
        Assert.Equal("FAIL", (string?)(await peer.Next())!["status"]);

        Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Null(await peer.Next());
    }

    private static int Seq(JsonObject frame) => (int)frame["seq"]!;

    private static (int Seq, string Message) Posted(JsonObject? frame)
    {
        Assert.Equal("posted", (string?)frame!["event"]);
        return (Seq(frame), (string)JsonNode.Parse((string)frame["data"]!["post"]!)!["message"]!);
    }

    /// <summary>A client that has read its greeting (0) and some posts (1, 2, …) when its line is cut.</summary>
    private async Task<string> ConnectAndLose(int posts)
    {
        using var peer = await Connect(Bot);
        var id = (string)(await peer.Next("hello"))["data"]!["connection_id"]!;
        for (var i = 0; i < posts; i++)
        {
            World.PostAs(Alice, TownSquare, $"post {i}");
            await peer.Next("posted");
        }

        await Cut();
        return id;
    }

    private async Task Cut()
    {
        Server.KillSockets(Bot);
        await World.WaitAsync(_ => Server.Connected.Count == 0, Soon);
    }
}
