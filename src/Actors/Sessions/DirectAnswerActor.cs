using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Pauses;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Sees to it that one answer of a conversation stands in the person's direct message, whatever Mattermost does meanwhile; tells its
/// parent, the session, <see cref="Given"/> and ends. For a command it first asks the session and waits for the reply.
/// Supervision: a bug restarts it, and it begins anew; a command whose reply has come is not asked for again, and the name of the answer
/// keeps it from standing there twice.
/// </summary>
internal sealed class DirectAnswerActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly UserId _user;
    private readonly string _replyId;
    private readonly SessionSettings _settings;
    private readonly IActorRef _poster;
    private readonly SessionDoor.Command? _command;
    private Reply? _reply;
    private TimeSpan _pause;

    /// <param name="replyId">Names the post: what is given twice stands there once.</param>
    public DirectAnswerActor(UserId user, string replyId, Reply reply, SessionSettings settings, IActorRef poster)
        : this(user, replyId, settings, poster) => _reply = reply;

    public DirectAnswerActor(UserId user, string replyId, SessionDoor.Command command, SessionSettings settings, IActorRef poster)
        : this(user, replyId, settings, poster) => _command = command;

    private DirectAnswerActor(UserId user, string replyId, SessionSettings settings, IActorRef poster)
    {
        _user = user;
        _replyId = replyId;
        _settings = settings;
        _poster = poster;
        Receive<Reply>(reply =>
        {
            _reply = reply;
            Show();
        });
        Receive<Poster.Shown>(_ => End());
        Receive<Poster.Failed>(failed => NotShown(failed.Why));
        Receive<ShowNow>(_ => Show());
        Receive<BeginAgain>(again =>
        {
            _reply ??= again.Reply;
            Begin();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Begin();

    protected override void PreRestart(Exception reason, object message)
    {
        Self.Tell(new BeginAgain(_reply));
        base.PreRestart(reason, message);
    }

    /// <summary>It begins by <see cref="BeginAgain"/>, once it knows what the one before knew.</summary>
    protected override void PostRestart(Exception reason)
    {
    }

    private void Begin()
    {
        if (_reply is not null)
            Show();
        else
            Context.Parent.Tell(_command);
    }

    private void Show() => _poster.Tell(new Poster.Show(_user, _replyId, _reply!));

    private void NotShown(PosterFailure why)
    {
        if (why.IsPassing())
        {
            _pause = DoublingPause.After(_pause, _settings.FirstPause, _settings.LongestPause);
            Timers.StartSingleTimer(nameof(ShowNow), ShowNow.Instance, _pause);
            return;
        }

        if (why == PosterFailure.Rejected && _reply is not Reply.Refusal { Reason: RefusalReason.OurFault })
        {
            // It can't be written as it is; the person shall not wait for nothing.
            _log.Error("The answer {Answer} to {User} could not be written", _replyId, _user);
            _reply = new Reply.Refusal(_reply!.Language, RefusalReason.OurFault, _replyId);
            Show();
            return;
        }

        _log.Warning("{User} can't be answered in the direct message: {Why}", _user, why);
        End();
    }

    private void End()
    {
        Context.Parent.Tell(new Given(_replyId));
        Context.Stop(Self);
    }

    /// <summary>The answer stands there, or never will.</summary>
    internal sealed record Given(string ReplyId) : INoSerializationVerificationNeeded;

    /// <param name="Reply">What there is to show, if it was known.</param>
    private sealed record BeginAgain(Reply? Reply) : INoSerializationVerificationNeeded;

    private sealed record ShowNow : INoSerializationVerificationNeeded
    {
        public static readonly ShowNow Instance = new();
    }
}
