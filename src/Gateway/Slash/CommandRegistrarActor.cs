using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Sees to it that the bridge's slash commands exist in every team of the bot and lead here, and learns their tokens. Looks at start,
/// when the bot joins a team or may have joined one unheard, when its token is another, when a call could not prove itself (its token may be new), and every ten
/// minutes, each minute where something is wrong; while Mattermost is away it tries again, 1 s doubling to 20 s. Without the right to manage
/// commands the bridge runs on, and the report says what to grant.
/// Supervision: restarted by the gateway; it begins anew.
/// </summary>
internal sealed class CommandRegistrarActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);

    /// <summary>Nobody tells us when an administrator has granted what was missing.</summary>
    private static readonly TimeSpan LookWhileWrongEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LoadAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Forged calls must not make us ask all the time.</summary>
    private static readonly TimeSpan LookAfterRefusalsEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ICommandTokens _stored;
    private readonly CommandTokenBook _tokens;
    private readonly CommandRegistrar _registrar;
    private TimeSpan _pause;
    private bool _looking;
    private bool _again;
    private string? _said;

    public CommandRegistrarActor(SlashSettings settings, IMattermostApi api, ICommandTokens stored, CommandTokenBook tokens)
    {
        _stored = stored;
        _tokens = tokens;
        _registrar = new(settings, api);
        Receive<Look>(_ => LookNow());
        Receive<Listener.TeamJoined>(_ => LookNow());
        Receive<Listener.Missed>(_ => LookNow());
        Receive<BotToken.Replaced>(_ => LookNow());
        Receive<CallRefused>(_ =>
        {
            if (!Timers.IsTimerActive(nameof(CallRefused)))
            {
                Timers.StartSingleTimer(nameof(CallRefused), RefusalsCounted.Instance, LookAfterRefusalsEvery);
                LookNow();
            }
        });
        Receive<RefusalsCounted>(_ => { });
        Receive<Loaded>(loaded =>
        {
            // They are good for those who still have the command; but only as long as we look after it, it is known to be there.
            _tokens.Learn(loaded.Tokens);
            if (settings.Registers)
                _tokens.Offer(loaded.Tokens.Select(t => t.Trigger));
            LookNow();
        });
        Receive<NotLoaded>(failed =>
        {
            // They are learnt from Mattermost as well.
            _log.Warning("The commands' tokens can't be read from the database: {Why}", failed.Why.GetBaseException().Message);
            Timers.StartSingleTimer(nameof(Load), Load.Instance, LoadAgainAfter);
            LookNow();
        });
        Receive<Load>(_ => LoadNow());
        Receive<Looked>(looked => Take(looked.Findings));
        Receive<NotLooked>(failed => TryLater(failed.Why));
        Receive<Stored>(_ => { });
        Receive<NotStored>(failed => _log.Warning("The commands' tokens can't be written to the database: {Why}", failed.Why.GetBaseException().Message));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => LoadNow();

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void LoadNow() =>
        _stored.LoadAsync(_stopping.Token).PipeTo(Self, success: tokens => new Loaded(tokens), failure: why => new NotLoaded(why));

    private void LookNow()
    {
        if (_looking)
        {
            _again = true;
            return;
        }

        _looking = true;
        _registrar.LookAsync(_stopping.Token).PipeTo(Self, success: findings => new Looked(findings), failure: why => new NotLooked(why));
    }

    private void Take(RegistrarFindings findings)
    {
        _looking = false;
        _pause = TimeSpan.Zero;
        Next(findings.Problems.Count == 0 ? LookEvery : LookWhileWrongEvery);
        _tokens.Learn(findings.Tokens);
        // Where a team could not be looked at, what was there before may be there still.
        _tokens.Offer(findings.Tokens.Select(t => t.Trigger), keepsOthers: findings.Problems.Count > 0);
        Context.Parent.Tell(new SlashKnowledge(findings.Server, findings.BotName));
        if (findings.Tokens.Count > 0)
            _stored.SaveAsync(findings.Tokens, _stopping.Token).PipeTo(Self, success: () => Stored.Instance, failure: why => new NotStored(why));
        var problem = string.Join(" ", findings.Problems);
        if (problem != _said)
        {
            _said = problem;
            if (problem.Length > 0)
                _log.Warning("Slash commands: {Problem}", problem);
            Context.System.EventStream.Publish(new ConnectionReport(
                ConnectionReport.Commands, problem.Length == 0 ? ConnectionState.Online : ConnectionState.Degraded, problem));
        }
    }

    private void TryLater(Exception why)
    {
        _looking = false;
        _pause = DoublingPause.After(_pause, FirstPause, LongestPause);
        if (why is not MattermostException)
            _log.Error(why, "Looking after the slash commands failed");
        Next(_pause);
    }

    private void Next(TimeSpan pause)
    {
        Timers.StartSingleTimer(nameof(Look), Look.Instance, _again ? TimeSpan.Zero : pause);
        _again = false;
    }

    /// <summary>Somebody called with a token that isn't known.</summary>
    internal sealed record CallRefused : INoSerializationVerificationNeeded
    {
        public static readonly CallRefused Instance = new();
    }

    private sealed record RefusalsCounted : INoSerializationVerificationNeeded
    {
        public static readonly RefusalsCounted Instance = new();
    }

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }

    private sealed record Load : INoSerializationVerificationNeeded
    {
        public static readonly Load Instance = new();
    }

    private sealed record Loaded(IReadOnlyList<CommandToken> Tokens) : INoSerializationVerificationNeeded;

    private sealed record NotLoaded(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Looked(RegistrarFindings Findings) : INoSerializationVerificationNeeded;

    private sealed record NotLooked(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Stored : INoSerializationVerificationNeeded
    {
        public static readonly Stored Instance = new();
    }

    private sealed record NotStored(Exception Why) : INoSerializationVerificationNeeded;
}
