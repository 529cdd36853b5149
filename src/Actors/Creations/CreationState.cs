using System.Collections.Immutable;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>What a person has asked to be created, and how far each of it is. Pure: events come in, the next step comes out.</summary>
internal sealed record CreationState
{
    public static readonly CreationState New = new();

    /// <summary>Requests are forgotten this long after they were told: their forms are no longer good by then.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(3);

    private ImmutableDictionary<string, Request> Requests { get; init; } = ImmutableDictionary<string, Request>.Empty;

    /// <summary>In the order they were asked for.</summary>
    private ImmutableList<string> Order { get; init; } = [];

    private ImmutableDictionary<string, ListTaken> Batches { get; init; } = ImmutableDictionary<string, ListTaken>.Empty;

    /// <summary>The project last used, for the next form.</summary>
    public int? LastProject { get; private init; }

    /// <summary>Nothing is under way or owed.</summary>
    public bool IsIdle => Order.All(r => Requests[r].IsTold);

    public Request? Find(string requestId) => Requests.GetValueOrDefault(requestId);

    /// <summary>Whether a ticket is known to be one that was asked for.</summary>
    public bool HasMade(TicketId ticket) => Requests.Values.Any(r => r.Lines.Exists(l => l.Made?.Id == ticket));

    public ListTaken? FindBatch(string batchId) => Batches.GetValueOrDefault(batchId);

    /// <summary>The ticket to work on: of one person they are made one after the other.</summary>
    public (Request Request, Line Line)? Next =>
        Order.Select(id => Requests[id]).Where(r => !r.IsFinished).Select(r => ((Request, Line)?)(r, r.Lines.First(l => !l.IsSettled))).FirstOrDefault();

    /// <summary>Finished requests whose result has not reached the person, oldest first.</summary>
    public IEnumerable<Request> Owed => Order.Select(id => Requests[id]).Where(r => r is { IsFinished: true, IsTold: false });

    public CreationState Apply(ISessionEvent happened) => happened switch
    {
        CreationRequested asked => Without(asked.At) with
        {
            Requests = Requests.SetItem(asked.RequestId, new(asked, [.. asked.Tickets.Select(t => new Line(t))], IsTold: false)),
            Order = Order.Remove(asked.RequestId).Add(asked.RequestId),
            Batches = Batches.Remove(asked.RequestId),
            LastProject = asked.Tickets is [var first, ..] ? first.Ticket.Project : LastProject,
        },
        CreationSending sending => Change(sending.RequestId, sending.Number, line => line with { Sending = sending, SentSince = line.SentSince ?? sending.RedmineDate }),
        CreationSettled settled => Change(settled.RequestId, settled.Number, line => line with { Made = settled.Made, Errors = [.. settled.Errors], Refusal = settled.Refusal, IsSettled = true }),
        CreationTold told => Requests.TryGetValue(told.RequestId, out var request)
            ? this with { Requests = Requests.SetItem(told.RequestId, request with { IsTold = true }) }
            : this,
        ListTaken taken => Without(taken.At) with { Batches = Batches.SetItem(taken.BatchId, taken) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event of creations."),
    };

    /// <summary>Lists that were checked and not yet created.</summary>
    public IEnumerable<ListTaken> Lists => Batches.Values;

    public IReadOnlyList<SessionSnapshot.Request> ToSnapshot() =>
    [
        .. Order.Select(id => Requests[id]).Select(r => new SessionSnapshot.Request(
            r.Asked,
            [.. r.Lines.Select(l => new SessionSnapshot.Line(l.Sending, l.SentSince, l.Made, l.Errors, l.Refusal, l.IsSettled))],
            r.IsTold)),
    ];

    public static CreationState From(SessionSnapshot stored) => new()
    {
        Requests = stored.Requests.ToImmutableDictionary(r => r.Asked.RequestId, r => new Request(
            r.Asked,
            [
                .. r.Asked.Tickets.Zip(r.Lines, (ticket, line) => new Line(ticket)
                {
                    Sending = line.Sending,
                    SentSince = line.SentSince,
                    Made = line.Made,
                    Errors = [.. line.Errors],
                    Refusal = line.Refusal,
                    IsSettled = line.IsSettled,
                }),
            ],
            r.IsTold)),
        Order = [.. stored.Requests.Select(r => r.Asked.RequestId)],
        Batches = stored.Lists.ToImmutableDictionary(l => l.BatchId),
        LastProject = stored.LastProject,
    };

    /// <summary>The accounts as which something is still to be created.</summary>
    public IEnumerable<int> AuthorsUnderWay => Order.Select(id => Requests[id]).Where(r => !r.IsFinished).Select(r => r.Asked.Author);

    /// <summary>Of what is remembered with its texts, the oldest.</summary>
    public DateTimeOffset? OldestAt => Requests.Values.Select(r => r.Asked.At).Concat(Batches.Values.Select(b => b.At)).Select(at => (DateTimeOffset?)at).Min();

    /// <summary>Without what is no longer needed.</summary>
    public CreationState Without(DateTimeOffset now)
    {
        string[] old = [.. Order.Where(id => Requests[id] is { IsTold: true } r && now - r.Asked.At > Remembered)];
        return this with
        {
            Requests = Requests.RemoveRange(old),
            Order = Order.RemoveRange(old),
            Batches = Batches.RemoveRange(Batches.Where(b => now - b.Value.At > Remembered).Select(b => b.Key)),
        };
    }

    private CreationState Change(string requestId, int number, Func<Line, Line> change)
    {
        var request = Requests[requestId];
        var at = request.Lines.FindIndex(l => l.Ticket.Number == number);
        return this with { Requests = Requests.SetItem(requestId, request with { Lines = request.Lines.SetItem(at, change(request.Lines[at])) }) };
    }

    internal sealed record Request(CreationRequested Asked, ImmutableList<Line> Lines, bool IsTold)
    {
        public bool IsFinished => Lines.TrueForAll(l => l.IsSettled);

        /// <summary>Nothing exists of it, for certain: the same form may be sent again.</summary>
        public bool IsRefused => Asked.Kind == Forms.FormKind.Ticket && Lines.TrueForAll(l => l is { IsSettled: true, Made: null });
    }

    /// <param name="Ticket">As it was asked for.</param>
    internal sealed record Line(RequestedTicket Ticket)
    {
        /// <summary>The last attempt; null before the first.</summary>
        public CreationSending? Sending { get; init; }

        /// <summary>By Redmine's own clock, when it was first sent: an earlier attempt may have come late. Null before that.</summary>
        public DateTimeOffset? SentSince { get; init; }

        public CreatedTicket? Made { get; init; }

        public ImmutableArray<string> Errors { get; init; } = [];

        /// <summary>What the errors say where they are our own words.</summary>
        public RefusalReason? Refusal { get; init; }

        public bool IsSettled { get; init; }
    }
}
