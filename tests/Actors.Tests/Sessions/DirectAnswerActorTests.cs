using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>An answer in the direct message while the actor that sees to it has a bug: without settings it fails as soon as it has to wait.</summary>
public sealed class DirectAnswerActorTests : ActorSpec
{
    private static readonly UserId Alice = new("alice0000000000000000000000");
    private static readonly Reply Answer = new Reply.TalkGoesOn(Language.English);
    private static readonly SessionSettings Buggy = null!;

    private readonly TestProbe _parent;
    private readonly TestProbe _poster;

    public DirectAnswerActorTests()
    {
        _parent = CreateTestProbe();
        _poster = CreateTestProbe();
    }

    [Fact]
    public void An_answer_is_shown_again_after_a_bug()
    {
        var actor = Start(Props.Create(() => new DirectAnswerActor(Alice, "r", Answer, Buggy, _poster)));
        _poster.ExpectMsg<Poster.Show>();
        Fail(actor);

        Show();
        _parent.ExpectMsg<DirectAnswerActor.Given>(given => Assert.Equal("r", given.ReplyId));
        ExpectTerminated(actor);
        _poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_command_that_was_answered_is_not_asked_again_after_a_bug()
    {
        var command = new SessionDoor.Command(new Intent.ShowHelp(), new(Door.DirectMessage, Alice, new("direct000000000000000000000"), null));
        var actor = Start(Props.Create(() => new DirectAnswerActor(Alice, "r", command, Buggy, _poster)));
        Assert.Equal(command, _parent.ExpectMsg<SessionDoor.Command>());
        _parent.Reply(Answer);
        _poster.ExpectMsg<Poster.Show>();
        Fail(actor);

        Show();
        _parent.ExpectMsg<DirectAnswerActor.Given>();
        ExpectTerminated(actor);
        _parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_command_without_a_reply_is_asked_again_after_a_bug()
    {
        var command = new SessionDoor.Command(new Intent.ShowHelp(), new(Door.DirectMessage, Alice, new("direct000000000000000000000"), null));
        var actor = Start(Props.Create(() => new DirectAnswerActor(Alice, "r", command, Buggy, _poster)));
        _parent.ExpectMsg<SessionDoor.Command>();
        Fail(actor);

        Assert.Equal(command, _parent.ExpectMsg<SessionDoor.Command>());
        _parent.Reply(Answer);
        Show();
        _parent.ExpectMsg<DirectAnswerActor.Given>();
        ExpectTerminated(actor);
    }

    [Fact]
    public void In_place_of_an_answer_that_can_not_be_written_the_person_hears_so()
    {
        var settings = new SessionSettings(Language.English);
        var actor = Start(Props.Create(() => new DirectAnswerActor(Alice, "r", Answer, settings, _poster)));
        EventFilter.Error(contains: "could not be written").ExpectOne(() =>
            actor.Tell(new Poster.Failed(_poster.ExpectMsg<Poster.Show>(), PosterFailure.Rejected)));

        var show = _poster.ExpectMsg<Poster.Show>();
        Assert.Equal(("r", RefusalReason.OurFault), (show.ReplyId, Assert.IsType<Reply.Refusal>(show.Reply).Reason));
        _poster.Reply(new Poster.Failed(show, PosterFailure.Rejected));
        _parent.ExpectMsg<DirectAnswerActor.Given>();
        ExpectTerminated(actor);
    }

    private IActorRef Start(Props props)
    {
        var probe = _parent;
        Sys.ActorOf(Props.Create(() => new Supervisor(props, probe))).Tell(Supervisor.Begin);
        return Watch(_parent.ExpectMsg<IActorRef>());
    }

    private void Fail(IActorRef actor) => EventFilter.Exception<NullReferenceException>().ExpectOne(
        () => actor.Tell(new Poster.Failed(new Poster.Show(Alice, "r", Answer), PosterFailure.Away)));

    private void Show()
    {
        var show = _poster.ExpectMsg<Poster.Show>();
        Assert.Equal(("r", Answer), (show.ReplyId, show.Reply));
        _poster.Reply(new Poster.Shown(show, new("post")));
    }

    /// <summary>A parent with the strategy that every parent has; what it hears goes to the probe, which answers in its place.</summary>
    private sealed class Supervisor : ReceiveActor
    {
        public const string Begin = "begin";

        public Supervisor(Props child, IActorRef probe)
        {
            Receive<string>(_ => probe.Tell(Context.ActorOf(child)));
            ReceiveAny(probe.Forward);
        }
    }
}
