using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway;

/// <summary>
/// All that speaks Mattermost is below this actor: it owns the WebSocket (through the listener) and the calls that come in by HTTP, and
/// passes on what the domain says. It knows nothing of Redmine.
/// Supervision: a child that throws is restarted, alone. Its own failure restarts all of them; they begin again from what is stored.
/// </summary>
public sealed class GatewayActor : ReceiveActor, IWithTimers
{
    /// <summary>Calls worked on at the same time, of all people together; each person's session has a bound of its own.</summary>
    private const int RequestsAtMost = 1_000;

    /// <summary>Before the end, whoever waits gets the answer that there is. Shorter than the time that the HTTP server gives its calls.</summary>
    private static readonly TimeSpan HurryAfter = TimeSpan.FromSeconds(3);

    private readonly IRequiredActor<PeopleDirectory> _people;
    private readonly SlashDoor _slash;
    private readonly HashSet<IActorRef> _requests = [];
    private SlashKnowledge _knowledge = SlashKnowledge.None;
    private IActorRef? _drainer;
    private bool _listenerIsDrained;

    /// <param name="listener">On one node the listener's own props; in a cluster a singleton's proxy.</param>
    /// <param name="publicChannels">Null where the bot is only where it was invited.</param>
    public GatewayActor(Props poster, Props listener, Props? publicChannels, SlashDoor slash, IRequiredActor<PeopleDirectory> people)
    {
        _people = people;
        _slash = slash;
        var posting = Context.ActorOf(poster, "poster");
        var listening = Context.ActorOf(listener, "listener");
        var registrar = Context.ActorOf(slash.Registrar(), "commands");
        var joining = publicChannels is null ? ActorRefs.Nobody : Context.ActorOf(publicChannels, "public-channels");

        Receive<Poster.IRequest>(posting.Forward);
        Receive<LinkInbox.Done>(listening.Forward);
        Receive<LinkInbox.Waiting>(listening.Forward);
        Receive<Listener.UserUpdated>(updated => _people.ActorRef.Tell(new PeopleDirectory.UserChanged(updated.User)));
        Receive<Listener.TeamJoined>(joined =>
        {
            registrar.Forward(joined);
            joining.Forward(joined);
        });
        Receive<Listener.Missed>(missed =>
        {
            registrar.Forward(missed);
            joining.Forward(missed);
        });
        Receive<Listener.ChannelLeft>(joining.Forward);
        Receive<SlashKnowledge>(knowledge => _knowledge = knowledge);
        Receive<SlashKnowledge.Question>(_ => Sender.Tell(_knowledge));
        Receive<SlashCall>(Take);
        Receive<Terminated>(ended =>
        {
            _requests.Remove(ended.ActorRef);
            TellDrained();
        });
        Receive<CommandRegistrarActor.CallRefused>(registrar.Forward);
        Receive<Listener.Drain>(drain =>
        {
            _drainer = Sender;
            listening.Tell(drain);
            Timers.StartSingleTimer(nameof(Hurry), Hurry.Instance, HurryAfter);
        });
        Receive<InboxActor.Drained>(_ =>
        {
            _listenerIsDrained = true;
            TellDrained();
        });
        Receive<Hurry>(_ =>
        {
            foreach (var request in _requests)
                request.Tell(RequestActor.Slow.Instance);
        });
        Receive<BotToken.Refused>(refused =>
        {
            posting.Tell(refused);
            listening.Tell(refused);
        });
        Receive<BotToken.Replaced>(replaced =>
        {
            posting.Tell(replaced);
            listening.Tell(replaced);
            registrar.Tell(replaced);
            joining.Tell(replaced);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    /// <summary>What was begun is finished: posts, calls, and what is owed to those whose calls were answered for the time being.</summary>
    private void TellDrained()
    {
        if (_listenerIsDrained && _requests.Count == 0)
            _drainer?.Tell(InboxActor.Drained.Instance);
    }

    private void Take(SlashCall call)
    {
        if (_requests.Count >= RequestsAtMost)
        {
            Context.System.EventStream.Publish(new BoundReached(BoundReached.HttpCalls));
            Sender.Tell(_slash.Busy(call, _knowledge));
            return;
        }

        _requests.Add(Context.Watch(Context.ActorOf(_slash.Request(call, Sender, _knowledge))));
    }

    private sealed record Hurry : INoSerializationVerificationNeeded
    {
        public static readonly Hurry Instance = new();
    }
}
