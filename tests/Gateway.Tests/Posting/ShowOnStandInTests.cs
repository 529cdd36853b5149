using System.Text.Json;
using Akka.Actor;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

/// <summary>The same over Mattermost's real wire, with the stand-in at its other end.</summary>
public sealed class ShowOnStandInTests : ActorSpec, IAsyncLifetime
{
    private readonly MattermostWorld _world = MattermostWorld.CreateSeeded(TimeProvider.System, "show");
    private readonly StandInMattermost _mattermost;
    private MattermostApi _api = null!;
    private IActorRef _poster = ActorRefs.Nobody;

    public ShowOnStandInTests() => _mattermost = new(_world);

    private MattermostUser Alice => _world.User("alice");

    private MattermostUser Bot => _world.User("redmine");

    public async Task InitializeAsync()
    {
        await _mattermost.StartAsync();
        // The real clock: time-outs of calls are real ones.
        _api = new(_mattermost.Url, new BotToken(_world.IssueToken(Bot)), TestMetrics.New(), TimeProvider.System);
        _poster = Start();
    }

    public async Task DisposeAsync()
    {
        Sys.Stop(_poster);
        _api.Dispose();
        await _mattermost.DisposeAsync();
    }

    [Fact]
    public async Task Progress_and_result_are_one_post_with_its_button_also_after_a_restart()
    {
        await ShowAsync(_poster, Report(null, new(2)));
        var first = Assert.Single(DirectMessages());
        Assert.Contains("1 of 2", first.Message, StringComparison.Ordinal);

        await ShowAsync(_poster, Report(new(1), new(2)));
        var second = Assert.Single(DirectMessages());
        Assert.Equal(first.Id, second.Id);
        Assert.Contains("| [#2](", second.Message, StringComparison.Ordinal);
        Assert.Equal("share", second.Props.GetProperty("attachments")[0].GetProperty("actions")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.String, second.Props.GetProperty("attachments")[0].GetProperty("actions")[0].GetProperty("integration").GetProperty("context").GetProperty("sealed").ValueKind);

        await ShowAsync(Start(), Report(new(1), new(2)));
        Assert.Equal(second, Assert.Single(DirectMessages()));
    }

    [Fact]
    public async Task A_shared_result_mentions_whom_it_is_assigned_to_and_stands_there_once()
    {
        var root = _world.PostAs(Alice, _world.Channel("dev"), "Let's do this.");
        var share = new Poster.Share(new(new(root.ChannelId), new(root.Id)), "share-1", Report(new(1), new(2)));
        foreach (var poster in new[] { _poster, _poster, Start() })
        {
            poster.Tell(share, TestActor);
            await ExpectMsgAsync<Poster.Shown>();
        }

        var post = Assert.Single(_world.PostsIn(_world.Channel("dev")), p => p.UserId == Bot.Id && p.RootId == root.Id);
        Assert.Contains("| @bob |", post.Message, StringComparison.Ordinal);
        Assert.False(post.Props.TryGetProperty("attachments", out _));
    }

    [Fact]
    public async Task Who_manages_a_channel_is_told_where_the_bot_is_a_member()
    {
        var dev = new ChannelId(_world.Channel("dev").Id);
        Assert.False(await _api.IsChannelAdminAsync(dev, new(Alice.Id), CancellationToken.None));
        var failure = await Assert.ThrowsAsync<MattermostException>(() => _api.IsChannelAdminAsync(new(_world.Channel("random").Id), new(Alice.Id), CancellationToken.None));
        Assert.Contains(failure.Kind, new[] { PosterFailure.Forbidden, PosterFailure.NotFound });
    }

    [Fact]
    public async Task The_servers_version_is_read() =>
        Assert.Equal(new Version(5, 37, 0), (await _api.GetServerAsync(CancellationToken.None)).Version);

    private static Reply.Created Report(params TicketId?[] ids) => new(
        Language.English,
        new("request", "Demo", false, true, [.. ids.Select((id, i) => new CreationLine(i + 1, $"{i + 1}. Buy", id is { } made ? Ticket(made) : null, [], [], "bob"))]),
        new(2026, 11, 24),
        "UTC");

    private static Ticket Ticket(TicketId id) => new(id, "Demo", "Bug", "New", "Normal", "Buy", "Alice", "Bob", DateTimeOffset.UnixEpoch, null);

    private IReadOnlyList<Sandbox.Mattermost.World.MattermostPost> DirectMessages() =>
        [.. _world.PostsIn(_world.DirectChannel(Bot, Alice)).Where(p => p.UserId == Bot.Id)];

    private async Task ShowAsync(IActorRef poster, Reply reply)
    {
        poster.Tell(new Poster.Show(new(Alice.Id), "request", reply), TestActor);
        await ExpectMsgAsync<Poster.Shown>();
    }

    private IActorRef Start()
    {
        var settings = new PostingSettings(_mattermost.Url, new("https://redmine.example.org"), LinksMode.Edit);
        var slash = new SlashSettings("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []);
        var formatter = new Required<LinkFormatter>(CreateTestProbe());
        var seals = new Seals(new EphemeralDataProtectionProvider());
        var (api, clock) = (_api, Clock);
        return Sys.ActorOf(Props.Create(() => new PosterActor(api, formatter, settings, slash, seals, clock)));
    }
}
