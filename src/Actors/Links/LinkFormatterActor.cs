using Akka.Actor;

namespace RedmineBridge.Actors.Links;

/// <summary>
/// Puts links into texts, away from the actors that must stay responsive; a pool of these stands behind one address. It holds
/// nothing. Failure: the text that made it fail is answered as such, so that nobody waits, and the actor is restarted.
/// </summary>
public sealed class LinkFormatterActor : ReceiveActor
{
    public LinkFormatterActor(Uri redmine)
    {
        Receive<LinkFormatter.Format>(format => Sender.Tell(new LinkFormatter.Formatted(
            format.Tag, LinkWriter.Write(format.Text, format.Linkable, format.Settled, redmine, format.MaxRunes))));
    }

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is LinkFormatter.Format format)
            Sender.Tell(new LinkFormatter.Formatted(format.Tag, new LinkedText(format.Text, [], LinkTextOutcome.Failed)));
        base.PreRestart(reason, message);
    }
}
