using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A journal in memory that can't write down drafts and tickets with a subject of <see cref="Subject"/>.</summary>
public sealed class FailingJournal : MemoryJournal
{
    public const string Subject = "This fails";

    public const string Settings = """
        akka.persistence.journal.plugin = "failing"
        failing.class = "RedmineBridge.Actors.Tests.Sessions.FailingJournal, RedmineBridge.Actors.Tests"
        """;

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var all = messages.ToArray();
        return all.SelectMany(m => (IImmutableList<IPersistentRepresentation>)m.Payload).Any(p => Values(p.Payload)?.Text("subject") == Subject)
            ? Task.FromException<IImmutableList<Exception>>(new IOException("the disk is full"))
            : base.WriteMessagesAsync(all, cancellationToken);
    }

    private static FormValues? Values(object happened) => happened switch
    {
        DraftKept kept => kept.Draft.Values,
        CreationRequested asked => asked.Values,
        _ => null,
    };
}
