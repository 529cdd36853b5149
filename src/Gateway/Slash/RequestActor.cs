using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// One call of a command or a button, from the door to its answer: in the HTTP response while somebody waits for that, later through
/// Mattermost's <c>response_url</c>, else by direct message. It ends when the answer is out of its hands.
/// Supervision: a bug stops it, since what it was asked to do is begun already; the HTTP call then ends by its own time-out.
/// </summary>
internal sealed class RequestActor : ReceiveActor, IWithTimers
{
    private const int Tries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SlashCall _call;
    private readonly IActorRef _http;
    private readonly SlashSettings _settings;
    private readonly IMattermostApi _api;
    private readonly IRequiredActor<Poster> _poster;
    private readonly IRequiredActor<PeopleDirectory> _people;
    private readonly ReplyRenderer _renderer;
    private readonly IRequiredActor<SessionDoor> _sessions;
    private readonly Intent _intent;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private Language _language;
    private bool _httpAnswered;
    private bool _isMember = true;
    private Reply? _reply;
    private bool _membershipKnown;
    private int _tries;

    public RequestActor(
        SlashCall call,
        IActorRef http,
        SlashSettings settings,
        SlashKnowledge knowledge,
        IMattermostApi api,
        IRequiredActor<Poster> poster,
        IRequiredActor<PeopleDirectory> people,
        IRequiredActor<SessionDoor> sessions,
        IDataProtector protector,
        TimeProvider clock,
        BridgeMetrics metrics)
    {
        _call = call;
        _http = http;
        _settings = settings;
        _language = settings.Language;
        _api = api;
        _poster = poster;
        _people = people;
        _sessions = sessions;
        _renderer = new(settings, knowledge.Server, knowledge.BotName, protector, clock);
        var max = knowledge.Server.MaxPostSize;
        _intent = call.Intent ?? CommandParser.Parse(call.Text, TableRenderer.PageSize(max), max);
        metrics.CommandReceived(_intent.GetType().Name);

        Receive<Membership>(membership =>
        {
            _membershipKnown = true;
            _isMember = membership.IsMember;
            if (_reply is not null)
                Answer(_reply);
        });
        Receive<Reply>(reply =>
        {
            _reply = reply;
            if (_membershipKnown)
                Answer(reply);
        });
        Receive<PeopleDirectory.Resolved>(resolved => _language = resolved.Person.Language);
        Receive<PeopleDirectory.Unresolved>(_ => { });
        Receive<Slow>(_ => Acknowledge());
        Receive<GiveUp>(_ => Answer(new Reply.Refusal(_language, RefusalReason.StoreAway)));
        Receive<Responded>(_ => Context.Stop(Self));
        Receive<NotResponded>(failed => RespondAgain(failed.Why));
        Receive<RespondNow>(_ => Respond());
        Receive<Poster.PersonTold>(_ => Context.Stop(Self));
        Receive<Poster.Failed>(failed =>
        {
            _log.Warning("An answer to {User} could not be delivered: {Why}", call.User, failed.Why);
            Context.Stop(Self);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsButton => _call.Origin.Door == Door.Button;

    protected override void PreStart()
    {
        _sessions.ActorRef.Tell(new SessionDoor.Command(_intent, _call.Origin));
        _people.ActorRef.Tell(new PeopleDirectory.Resolve(_call.User));
        if (_intent is Intent.ShowHelp or Intent.Unknown && !_call.IsConversation)
        {
            _api.IsMemberAsync(_call.Origin.Channel, _stopping.Token)
                .PipeTo(Self, success: isMember => new Membership(isMember), failure: _ => new Membership(true));
        }
        else
        {
            _membershipKnown = true;
        }

        if (IsButton)
        {
            Timers.StartSingleTimer(nameof(GiveUp), GiveUp.Instance, _settings.AnswerButtonWithin);
        }
        else
        {
            Timers.StartSingleTimer(nameof(Slow), Slow.Instance, _settings.AnswerWithin);
            Timers.StartSingleTimer(nameof(GiveUp), GiveUp.Instance, _settings.GiveUpAfter);
        }
    }

    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>Mattermost would show an error if it had to wait any longer.</summary>
    private void Acknowledge()
    {
        _httpAnswered = true;
        _http.Tell(new SlashAnswer(ReplyRenderer.Private(Sentences.In(_language)["StillWorking"])));
    }

    private void Answer(Reply reply)
    {
        Timers.CancelAll();
        _reply = reply;
        if (_httpAnswered)
        {
            Respond();
            return;
        }

        _httpAnswered = true;
        _http.Tell(new SlashAnswer(Render()));
        Context.Stop(Self);
    }

    private JsonObject Render() => IsButton ? _renderer.Button(_reply!, _call) : _renderer.Command(_reply!, _call, !_isMember);

    private void Respond()
    {
        _tries++;
        if (_call.Hook is { } hook)
            _api.RespondAsync(hook, Render(), _stopping.Token).PipeTo(Self, success: () => Responded.Instance, failure: why => new NotResponded(why));
        else
            TellPerson();
    }

    private void RespondAgain(Exception why)
    {
        if (why is MattermostException { Kind: PosterFailure.Away } && _tries < Tries)
        {
            Timers.StartSingleTimer(nameof(RespondNow), RespondNow.Instance, FirstPause * Math.Pow(2, _tries - 1));
            return;
        }

        _log.Info("A late answer goes by direct message: {Why}", why.GetBaseException().Message);
        TellPerson();
    }

    private void TellPerson() =>
        _poster.ActorRef.Tell(new Poster.TellPerson(_call.User, null, Render()["text"]!.GetValue<string>(), $"answer-{_id}"));

    private sealed record Membership(bool IsMember) : INoSerializationVerificationNeeded;

    private sealed record Responded : INoSerializationVerificationNeeded
    {
        public static readonly Responded Instance = new();
    }

    private sealed record NotResponded(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record RespondNow : INoSerializationVerificationNeeded
    {
        public static readonly RespondNow Instance = new();
    }

    private sealed record Slow : INoSerializationVerificationNeeded
    {
        public static readonly Slow Instance = new();
    }

    private sealed record GiveUp : INoSerializationVerificationNeeded
    {
        public static readonly GiveUp Instance = new();
    }
}
