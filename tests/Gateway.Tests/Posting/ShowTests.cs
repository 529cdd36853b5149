using Akka.Actor;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

public sealed class ShowTests : ActorSpec
{
    private static readonly UserId Alice = new("alice");
    private static readonly ChannelId Direct = new("direct-alice");
    private static readonly PostPlace Thread = new(new("dev"), new("root"));

    private readonly FakeMattermost _mattermost = new();
    private readonly Seals _seals = new(new EphemeralDataProtectionProvider());
    private readonly IActorRef _poster;

    public ShowTests() => _poster = Start();

    [Fact]
    public void Writes_once_and_then_writes_anew_without_looking()
    {
        var post = Show("First");
        var calls = _mattermost.Calls.Count;

        Assert.Equal(post, Show("Second"));

        Assert.Equal(["replace post0"], _mattermost.Calls.Skip(calls));
        Assert.Equal(["First", "Second"], _mattermost.Written.Select(Project));
        Assert.Equal("Second", Project(Assert.Single(_mattermost.Posts).Message));
    }

    [Fact]
    public void What_stands_there_already_is_left_as_it_is()
    {
        Show("First");

        Show("First");

        Assert.Single(_mattermost.Written);
    }

    [Fact]
    public void After_a_restart_the_post_is_found_by_its_mark()
    {
        var post = Show("First");
        var another = Start();

        Assert.Equal(post, Show("First", another));
        Assert.Equal(post, Show("Second", another));

        Assert.Equal(2, _mattermost.Written.Count);
        Assert.Single(_mattermost.Posts);
    }

    [Theory]
    [InlineData(450, 1, 1)]
    // From a day before the newest post on nothing is looked for.
    [InlineData(450, 500_000, 2)]
    [InlineData(2_000, 1, 2)]
    public void However_much_was_said_since_it_is_found_by_its_mark_for_a_day_or_two_thousand_posts(int since, int apart, int posts)
    {
        Show("First");
        for (var n = 1; n <= since; n++)
            _mattermost.Posts.Add(new(new($"said{n}"), Direct, Alice, null, "x", CreateAt: 10 + ((long)n * apart)));

        Show("Second", Start());

        Assert.Equal(posts, _mattermost.Posts.Count(p => p.Mark == "request"));
    }

    [Fact]
    public void Where_posts_are_long_fewer_are_looked_at_at_once()
    {
        var post = Show("First");
        for (var n = 1; n <= 120; n++)
            _mattermost.Posts.Add(new(new($"said{n}"), Direct, Alice, null, "x", CreateAt: 10 + n));
        var pages = 0;
        _mattermost.Fails = call => call.StartsWith("before", StringComparison.Ordinal) && pages++ == 0
            ? new MattermostException(call, PosterFailure.Rejected, 200, MattermostException.TooLarge) : null;

        Assert.Equal(post, Show("Second", Start()));
    }

    [Fact]
    public void A_post_of_somebody_else_with_the_mark_is_not_ours()
    {
        _mattermost.Posts.Add(new(new("theirs"), Direct, Alice, null, "x", CreateAt: 1, Mark: "request"));

        Show("First");

        Assert.Equal(2, _mattermost.Posts.Count);
    }

    [Fact]
    public void A_post_that_was_deleted_is_written_again()
    {
        Show("First");
        _mattermost.Posts.Clear();

        Show("Second");

        Assert.Equal("Second", Project(Assert.Single(_mattermost.Posts).Message));
    }

    [Fact]
    public void While_one_is_written_the_last_that_waits_wins_and_nobody_is_left_without_an_answer()
    {
        var held = new TaskCompletionSource();
        _mattermost.Holds = call => call.StartsWith("post ", StringComparison.Ordinal) ? held.Task : Task.CompletedTask;
        _poster.Tell(Shown("1"), TestActor);
        AwaitAssert(() => Assert.Contains("post request", Calls()));
        for (var n = 2; n <= 4; n++)
            _poster.Tell(Shown($"{n}"), TestActor);

        held.SetResult();

        Assert.Equal(["1", "2", "3", "4"], Enumerable.Range(0, 4).Select(_ => ((Reply.ChannelProjectSet)((Poster.Show)ExpectMsg<Poster.Shown>().Request).Reply).Project));
        Assert.Equal(["1", "4"], _mattermost.Written.Select(Project));
    }

    [Fact]
    public void Buttons_are_sealed_for_the_reader_and_the_direct_message()
    {
        _poster.Tell(new Poster.Show(Alice, "request", new Reply.ShareDoubted(Language.Russian, "request", "Demo")), TestActor);
        ExpectMsg<Poster.Shown>();

        var context = _mattermost.Written[0].Attachments![0]!["actions"]![0]!["integration"]!["context"]!["sealed"];
        var call = _seals.Open(Seals.Button, (string?)context ?? "")!;
        Assert.Equal((Door.Button, Alice, Direct, Language.Russian), (call.Origin.Door, call.Origin.User, call.Origin.Channel, call.Language));
        Assert.Equal(new Intent.ShareCreated("request", true), call.Intent);
        Assert.Equal(Clock.GetUtcNow().AddHours(24), call.Until);
    }

    [Fact]
    public void Sharing_looks_in_the_thread_and_writes_there()
    {
        _mattermost.Posts.Add(new(Thread.Root!.Value, Thread.Channel, Alice, null, "What shall we do?", CreateAt: 1));
        _poster.Tell(new Poster.Share(Thread, "share-1", new Reply.ChannelProjectSet(Language.English, "Demo", true)), TestActor);
        var post = ExpectMsg<Poster.Shown>().Post;

        Assert.Equal((Thread.Channel, Thread.Root), (_mattermost.Posts[1].ChannelId, _mattermost.Posts[1].RootId));
        _poster.Tell(new Poster.Share(Thread, "share-1", new Reply.ChannelProjectSet(Language.English, "Demo", true)), TestActor);
        Assert.Equal(post, ExpectMsg<Poster.Shown>().Post);
        var another = Start();
        another.Tell(new Poster.Share(Thread, "share-1", new Reply.ChannelProjectSet(Language.English, "Demo", true)), TestActor);
        Assert.Equal(post, ExpectMsg<Poster.Shown>().Post);
        Assert.Single(_mattermost.Written);
        Assert.Contains("thread root", Calls());
    }

    [Theory]
    [InlineData("direct alice")]
    [InlineData("before ")]
    [InlineData("post request")]
    public void What_Mattermost_refuses_is_told(string call)
    {
        _mattermost.Fails = c => c == call ? new MattermostException(c, PosterFailure.Forbidden, 403, "") : null;
        _poster.Tell(Shown("First"), TestActor);

        Assert.Equal(PosterFailure.Forbidden, ExpectMsg<Poster.Failed>().Why);
    }

    [Fact]
    public void An_answer_that_got_lost_is_not_a_second_post()
    {
        var lost = true;
        _mattermost.Holds = call => call == "post request" && lost ? Lose() : Task.CompletedTask;
        _poster.Tell(Shown("First"), TestActor);
        Assert.Equal(PosterFailure.Away, ExpectMsg<Poster.Failed>().Why);

        Show("First");

        Assert.Equal("First", Project(Assert.Single(_mattermost.Posts).Message));

        Task Lose()
        {
            lost = false;
            _mattermost.CreatePostAsync(new(new(Direct, null), "First", "request") { Says = "unknown" }, CancellationToken.None);
            return Task.FromException(new MattermostException("post", PosterFailure.Away, 0, ""));
        }
    }

    private static Poster.Show Shown(string text) => new(Alice, "request", new Reply.ChannelProjectSet(Language.English, text, true));

    private static string Project(NewPost post) => Project(post.Message);

    private static string Project(string message) => message.Split(' ')[^2];

    private string[] Calls()
    {
        lock (_mattermost.Calls)
            return [.. _mattermost.Calls];
    }

    private PostId Show(string text, IActorRef? poster = null)
    {
        (poster ?? _poster).Tell(Shown(text), TestActor);
        return ExpectMsg<Poster.Shown>().Post;
    }

    private IActorRef Start()
    {
        var settings = new PostingSettings(new("https://chat.example.org"), new("https://redmine.example.org"), LinksMode.Edit);
        var slash = new Gateway.Slash.SlashSettings("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []);
        var formatter = new Required<LinkFormatter>(CreateTestProbe());
        var (mattermost, seals, clock) = (_mattermost, _seals, Clock);
        return Sys.ActorOf(Props.Create(() => new PosterActor(mattermost, formatter, settings, slash, seals, clock)));
    }
}
