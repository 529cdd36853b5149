using Akka.Actor;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// A worker: takes one call from its parent, the gate, carries it out and reports the answer. It holds nothing between calls, so a
/// restart loses nothing but the call under way, which the gate then answers as lost.
/// </summary>
internal sealed class RedmineClientActor : ReceiveActor
{
    private readonly CancellationTokenSource _stopping = new();

    public RedmineClientActor(IRedmineApi api, RedmineTimeouts timeouts, TimeProvider clock)
    {
        Receive<Work>(work =>
        {
            var limit = timeouts.Of(work.Call, work.Kind);
            Send(api, work.Call, limit, clock, _stopping.Token).PipeTo(
                Context.Parent,
                Self,
                success: answer => new Worked(work.Number, answer),
                failure: bug => new Worked(work.Number, Failed(work.Call, bug.GetBaseException().Message)));
        });
    }

    protected override void PreStart() => Context.Parent.Tell(Ready.Instance);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private static async Task<RedmineAnswer> Send(
        IRedmineApi api, RedmineCall call, TimeSpan limit, TimeProvider clock, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            return await api.SendAsync(call, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return call.Lost(timeout.IsCancellationRequested ? $"no answer within {limit.TotalSeconds:0} s" : "the bridge is stopping");
        }
    }

    private static RedmineAnswer Failed(RedmineCall call, string why) =>
        call.IsRepeatable ? new RedmineAnswer.Unexpected(why) : new RedmineAnswer.OutcomeUnknown(why);

    internal sealed record Work(long Number, CallKind Kind, RedmineCall Call) : INoSerializationVerificationNeeded;

    internal sealed record Worked(long Number, RedmineAnswer Answer) : INoSerializationVerificationNeeded;

    internal sealed record Ready : INoSerializationVerificationNeeded
    {
        public static readonly Ready Instance = new();
    }
}
