using System.Diagnostics;
using Akka.Actor;

namespace RedmineBridge.Actors.Status;

/// <summary>An actor for one piece of work, which is one span: what it calls while it handles a message belongs under it. It ends with the actor.</summary>
public abstract class TracedActor : ReceiveActor
{
    /// <param name="span">Null where nobody listens. What the constructors of derived actors call belongs under it too.</param>
    protected TracedActor(Activity? span)
    {
        Span = span;
        Activity.Current = span;
    }

    protected Activity? Span { get; }

    public override void AroundPreStart()
    {
        Activity.Current = Span;
        base.AroundPreStart();
        Activity.Current = null;
    }

    public override void AroundPostStop()
    {
        base.AroundPostStop();
        Span?.Dispose();
        Activity.Current = null;
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        // The thread works for other actors next.
        Activity.Current = Span;
        try
        {
            return base.AroundReceive(receive, message);
        }
        finally
        {
            Activity.Current = null;
        }
    }
}
