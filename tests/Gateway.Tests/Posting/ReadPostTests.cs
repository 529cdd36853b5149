using Akka.Actor;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

public sealed class ReadPostTests : ActorSpec
{
    private static readonly MattermostPost Post = new(new("p1"), new("dev"), new("bob"), null, "The door *squeaks*");

    private readonly FakeMattermost _mattermost = new();
    private readonly IActorRef _poster;

    public ReadPostTests()
    {
        _mattermost.Users.Add(new(new("bob"), "bob", "en", null, IsBot: false, IsDeactivated: false));
        var settings = new PostingSettings(new("https://chat.example.org"), new("https://redmine.example.org"), LinksMode.Edit);
        var slash = new SlashSettings("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []);
        var formatter = new Required<LinkFormatter>(CreateTestProbe());
        var (mattermost, seals, clock) = (_mattermost, new Seals(new EphemeralDataProtectionProvider()), Clock);
        _poster = Sys.ActorOf(Props.Create(() => new PosterActor(mattermost, formatter, settings, slash, seals, clock)));
    }

    [Fact]
    public void A_post_is_read_with_its_author_and_where_it_stands()
    {
        var read = Read(Post);

        Assert.Equal(new PostId("p1"), read.Request.Post);
        Assert.Equal(("bob", "The door *squeaks*", "https://chat.example.org/_redirect/pl/p1"), (read.Author, read.Text, read.Link));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("burn_on_read")]
    [InlineData("system_join_channel")]
    [InlineData("custom_poll")]
    public void What_is_not_written_to_stay_is_not_quoted(string type)
    {
        var read = Read(type == "deleted" ? Post with { DeleteAt = 5 } : Post with { Type = type });

        Assert.Null(read.Text);
        Assert.Equal("https://chat.example.org/_redirect/pl/p1", read.Link);
    }

    [Fact]
    public void An_author_whom_nobody_knows_has_no_name()
    {
        var read = Read(Post with { UserId = new("gone") });

        Assert.Null(read.Author);
        Assert.Equal("The door *squeaks*", read.Text);
    }

    [Fact]
    public void What_somebody_waits_for_does_not_wait_behind_links()
    {
        var held = new TaskCompletionSource();
        _mattermost.Holds = call => call.StartsWith("get link", StringComparison.Ordinal) ? held.Task : Task.CompletedTask;
        for (var i = 0; i < 50; i++)
            _poster.Tell(new Poster.WriteLinks(new($"link{i}"), new HashSet<TicketId>(), new HashSet<TicketId>(), new HashSet<TicketId>()), TestActor);

        Assert.Equal("The door *squeaks*", Read(Post).Text);

        held.SetResult();
        Assert.All(ReceiveN(50), answer => Assert.IsType<Poster.Failed>(answer));
    }

    [Theory]
    [InlineData("get p1", PosterFailure.NotFound)]
    [InlineData("get p1", PosterFailure.Away)]
    [InlineData("users bob", PosterFailure.Forbidden)]
    public void What_Mattermost_refuses_is_told(string call, PosterFailure why)
    {
        _mattermost.Posts.Add(Post);
        _mattermost.Fails = c => c == call ? new MattermostException(c, why, 404, "") : null;
        _poster.Tell(new Poster.ReadPost(Post.Id), TestActor);

        var failed = ExpectMsg<Poster.Failed>();
        Assert.Equal((new Poster.ReadPost(Post.Id), why), ((Poster.ReadPost)failed.Request, failed.Why));
    }

    private Poster.PostRead Read(MattermostPost post)
    {
        _mattermost.Posts.Add(post);
        _poster.Tell(new Poster.ReadPost(post.Id), TestActor);
        return ExpectMsg<Poster.PostRead>();
    }
}
