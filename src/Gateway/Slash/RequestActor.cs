using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// One call from the door to its answer: in the HTTP response while somebody waits for that, later through Mattermost's
/// <c>response_url</c>, else by direct message. It ends when the answer is out of its hands.
/// Supervision: a bug stops it, since what it was asked to do is begun already; the HTTP call then ends by its own time-out, and a
/// result that is owed reaches the person through their session.
/// </summary>
internal abstract class RequestActor : TracedActor, IWithTimers
{
    private const int Tries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly IActorRef _http;
    private readonly ReplyRenderer _renderer;
    private readonly ButtonCards _cards;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private Reply? _late;
    private int _tries;

    protected RequestActor(SlashCall call, IActorRef http, RequestTools tools)
        : base(Tracing.Begin($"call {call.Origin.Door}")?.SetTag("mattermost.channel", call.Origin.Channel.Value))
    {
        Call = call with { Origin = call.Origin with { Trace = Span?.Id } };
        Tools = tools;
        Language = call.Language ?? tools.Settings.Language;
        _http = http;
        _renderer = new(tools.Settings.Redmine);
        _cards = new(tools.Settings, tools.Seals, tools.Clock);
        Dialogs = new(tools.Settings, tools.Knowledge.Server, tools.Seals, tools.Clock);

        Receive<Responded>(_ => Delivered());
        Receive<NotResponded>(failed => RespondAgain(failed.Why));
        Receive<RespondNow>(_ => Respond());
        Receive<Poster.Shown>(_ => Delivered());
        Receive<Poster.Failed>(failed =>
        {
            Log.Warning("An answer to {User} could not be delivered: {Why}", call.User, failed.Why);
            Context.Stop(Self);
        });
        Receive<Broken>(broken => throw new InvalidOperationException($"{GetType().Name} failed", broken.Why));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected ILoggingAdapter Log { get; } = Context.GetLogger();

    protected SlashCall Call { get; }

    protected RequestTools Tools { get; }

    protected Dialogs Dialogs { get; }

    /// <summary>The person's, as soon as it is known.</summary>
    protected Language Language { get; set; }

    protected Sentences Say => Sentences.In(Language);

    /// <summary>Mattermost still takes late answers to the command that this began with.</summary>
    protected bool HasHook => Call.Origin is { Hook: not null, HookUntil: { } until } && Tools.Clock.GetUtcNow() < until;

    protected bool HttpAnswered { get; private set; }

    protected CancellationToken Stopping => _stopping.Token;

    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected void AskSession(Intent intent, Origin origin)
    {
        Tools.Metrics.CommandReceived(intent.GetType().Name);
        Log.Info("{User} asks for {Intent} by {Door} in {Channel}", origin.User, intent.GetType().Name, origin.Door, origin.Channel);
        Tools.Sessions.ActorRef.Tell(new SessionDoor.Command(intent, origin));
    }

    /// <summary>Only the first answer counts: an HTTP call has no more.</summary>
    protected void AnswerHttp(JsonObject body)
    {
        if (HttpAnswered)
            return;
        HttpAnswered = true;
        _http.Tell(new SlashAnswer(body));
    }

    protected RenderedReply Render(Reply reply, bool hasButtons = true, bool invites = false)
    {
        var context = new ReplyContext(Call.Trigger, Tools.Knowledge.BotName, Tools.Knowledge.Server.MaxPostSize)
        {
            HasButtons = hasButtons,
            Invites = invites,
            IsApp = Call.Origin.Door == Door.App,
        };
        return _renderer.Render(reply, context);
    }

    /// <summary>As the answer to a command, at once or later.</summary>
    protected virtual JsonObject Answer(Reply reply)
    {
        var rendered = Render(reply);
        return ReplyJson.Private(rendered.Text, Tools.Knowledge.BotName, _cards.Write(rendered, Call.Origin, Call.Trigger, reply.Language));
    }

    /// <summary>What the call brings back as a message; what goes wrong in another way than Mattermost's stops the request.</summary>
    protected void Ask<T>(Task<T> call, Func<T, object> success, Func<MattermostException, object> failure) =>
        call.PipeTo(Self, success: success, failure: why => why is MattermostException refused ? failure(refused) : new Broken(why));

    protected void OpenDialog(JsonObject dialog) =>
        Tools.Api.OpenDialogAsync(Call.DialogTrigger, Tools.Settings.DialogUrl, dialog, Stopping).PipeTo(
            Self,
            success: () => DialogOpened.Instance,
            failure: why => why is MattermostException refused ? new DialogNotOpened(refused) : new Broken(why));

    /// <summary>Brings what comes too late for the HTTP response; then the request is over.</summary>
    protected void Deliver(Reply reply)
    {
        Timers.CancelAll();
        _late = reply;
        Respond();
    }

    private void Respond()
    {
        _tries++;
        if (HasHook)
            Tools.Api.RespondAsync(Call.Origin.Hook!, Answer(_late!), Stopping).PipeTo(Self, success: () => Responded.Instance, failure: why => new NotResponded(why));
        else
            ShowDirectly();
    }

    private void RespondAgain(Exception why)
    {
        if (why is MattermostException { Kind: PosterFailure.Away } && _tries < Tries)
        {
            Timers.StartSingleTimer(nameof(RespondNow), RespondNow.Instance, FirstPause * Math.Pow(2, _tries - 1));
            return;
        }

        Log.Info("A late answer goes by direct message: {Why}", why.GetBaseException().Message);
        ShowDirectly();
    }

    private void ShowDirectly()
    {
        var replyId = _late is Reply.Created created ? created.Report.RequestId : $"answer-{_id}";
        Tools.Poster.ActorRef.Tell(new Poster.Show(Call.User, replyId, _late!));
    }

    private void Delivered()
    {
        if (_late is Reply.Created { Report: { IsFinished: true } report })
            Tools.Sessions.ActorRef.Tell(new SessionDoor.Told(Call.User, report.RequestId));
        Context.Stop(Self);
    }

    protected sealed record DialogOpened : INoSerializationVerificationNeeded
    {
        public static readonly DialogOpened Instance = new();
    }

    protected sealed record DialogNotOpened(MattermostException Why) : INoSerializationVerificationNeeded
    {
        /// <summary>A trigger that is too old, or was used by another server of a cluster; a fresh one would do.</summary>
        public bool IsTriggersFault => Why.ErrorId.StartsWith("interactive_message.decode_trigger_id", StringComparison.Ordinal);
    }

    /// <summary>There is no more time: the call is answered with what there is.</summary>
    internal sealed record Slow : INoSerializationVerificationNeeded
    {
        public static readonly Slow Instance = new();
    }

    protected sealed record GiveUp : INoSerializationVerificationNeeded
    {
        public static readonly GiveUp Instance = new();
    }

    private sealed record Responded : INoSerializationVerificationNeeded
    {
        public static readonly Responded Instance = new();
    }

    private sealed record NotResponded(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record RespondNow : INoSerializationVerificationNeeded
    {
        public static readonly RespondNow Instance = new();
    }

    private sealed record Broken(Exception Why) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
