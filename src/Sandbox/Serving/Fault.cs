namespace RedmineBridge.Sandbox.Serving;

/// <summary>What a stand-in does wrong on command. Times are real; a fault is applied to each request that its rule matches.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The request waits before it is worked on.</summary>
    public sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The request waits until <paramref name="Released"/> is, and is then worked on: so that something can happen meanwhile.</summary>
    public sealed record Hold(Task Released) : Fault;

    /// <summary>The connection is closed without reading the body or doing any work.</summary>
    public sealed record Refuse : Fault;

    /// <summary>The work is done (a ticket is created, say), then the connection is closed without an answer.</summary>
    public sealed record DropAnswer : Fault;

    /// <summary>The work is done, then the answer has this status and nothing else: as when a front server gives up waiting.</summary>
    public sealed record SpoilAnswer(int Status) : Fault;

    /// <summary>The answer has this status and body; no work is done.</summary>
    public sealed record Answer(int Status, string Body = "", string ContentType = "application/json") : Fault
    {
        /// <summary>Sent with the answer, a rate limit's for example.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }
}
