using Akka.Actor;
using Akka.TestKit;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

/// <summary>What the poster does when the bot's token is no longer good, and when there is another.</summary>
public sealed class PosterTokenTests : ActorSpec
{
    private readonly FakeMattermost _mattermost = new();
    private readonly TestProbe _parent;
    private readonly TestProbe _reports;

    public PosterTokenTests()
    {
        _parent = CreateTestProbe();
        _reports = CreateTestProbe();
        Sys.EventStream.Subscribe(_reports, typeof(ConnectionReport));
        _mattermost.Users.Add(new(new("alice"), "alice", "en", null, IsBot: false, IsDeactivated: false));
    }

    [Fact]
    public void A_job_that_is_refused_makes_everybody_ask_and_the_next_token_is_used()
    {
        var poster = Start();
        Reports(ConnectionState.Online);
        _mattermost.Fails = Refusing;
        poster.Tell(Read, TestActor);

        Assert.Equal(PosterFailure.Unauthorized, ExpectMsg<Poster.Failed>().Why);
        _parent.ExpectMsg<BotToken.Refused>();
        poster.Tell(BotToken.Refused.Instance);
        Assert.Contains("without a restart", Reports(ConnectionState.Unauthorized).Detail, StringComparison.Ordinal);

        _mattermost.Fails = _ => null;
        _mattermost.Asked = FakeMattermost.Bot with { Id = new("other") };
        poster.Tell(BotToken.Replaced.Instance);
        Reports(ConnectionState.Online);
        poster.Tell(new Poster.TellPerson(new("alice"), null, "hello", "mark"), TestActor);
        ExpectMsg<Poster.PersonTold>();
    }

    [Fact]
    public void What_was_asked_with_the_token_before_says_nothing_of_the_new_one()
    {
        var held = new TaskCompletionSource();
        _mattermost.Holds = _ => held.Task;
        _mattermost.Fails = Refusing;
        var poster = Start();
        poster.Tell(Read, TestActor);
        AwaitCondition(() => _mattermost.Calls.Count == 1);

        _mattermost.Holds = _ => Task.CompletedTask;
        _mattermost.Fails = _ => null;
        poster.Tell(BotToken.Replaced.Instance);

        ExpectMsg<Poster.UsersRead>();
        Reports(ConnectionState.Online);
        held.SetResult();
        _reports.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void While_nobody_has_said_who_the_bot_is_it_is_asked_soon()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");
        Start();
        Reports(ConnectionState.Connecting);

        _mattermost.Fails = _ => null;
        Advance(TimeSpan.FromSeconds(1));

        Reports(ConnectionState.Online);
    }

    [Fact]
    public void Who_waits_when_it_fails_itself_is_told_so()
    {
        var held = new TaskCompletionSource();
        _mattermost.Holds = call => call.StartsWith("users ", StringComparison.Ordinal) ? held.Task : Task.CompletedTask;
        var poster = Start();
        Reports(ConnectionState.Online);
        for (var i = 0; i < 10; i++)
            poster.Tell(Read, TestActor);
        poster.Tell(new Odd(), TestActor);
        for (var i = 0; i < 10; i++)
            poster.Tell(Read, TestActor);

        held.SetResult();

        var answers = Enumerable.Range(0, 20).Select(_ => ExpectMsg<object>()).ToArray();
        Assert.All(answers, a => Assert.True(a is Poster.UsersRead or Poster.Failed { Why: PosterFailure.Away }, $"{a}"));
        Assert.InRange(answers.Count(a => a is Poster.Failed), 10, 20);
    }

    /// <summary>What it doesn't know.</summary>
    private sealed record Odd : Poster.IRequest, INoSerializationVerificationNeeded;

    private static Poster.ReadUsers Read { get; } = new([new("alice")]);

    private static MattermostException Refusing(string call) => new(call, PosterFailure.Unauthorized, 401, "api.context.session_expired.app_error");

    private ConnectionReport Reports(ConnectionState state)
    {
        var report = _reports.ExpectMsg<ConnectionReport>();
        Assert.Equal((ConnectionReport.MattermostApi, state), (report.Name, report.State));
        return report;
    }

    private IActorRef Start()
    {
        var redmine = new Uri("https://redmine.example.org");
        var settings = new PostingSettings(new("https://chat.example.org"), redmine, LinksMode.Edit);
        var slash = new Gateway.Slash.SlashSettings("redmine", new("https://bridge.example.org"), redmine, Language.English, true, []);
        var formatter = new Required<LinkFormatter>(ActorRefs.Nobody);
        var (mattermost, seals, clock) = (_mattermost, new Seals(new EphemeralDataProtectionProvider()), Clock);
        var poster = _parent.ChildActorOf(Props.Create(() => new PosterActor(mattermost, formatter, settings, slash, seals, clock)));
        Reports(ConnectionState.Connecting);
        return poster;
    }
}
