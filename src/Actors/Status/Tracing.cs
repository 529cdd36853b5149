using System.Diagnostics;

namespace RedmineBridge.Actors.Status;

/// <summary>
/// What was done for one post or one call of a person, over all actors, as spans of OpenTelemetry. A trace travels with messages as the text of
/// W3C's <c>traceparent</c>; null where nobody listens, and then nothing is recorded. Tags are ids and numbers; no texts, names or secrets.
/// </summary>
public static class Tracing
{
    public const string SourceName = "RedmineBridge";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The first span of a trace; its caller disposes it, in whatever order.</summary>
    public static Activity? Begin(string name) => Detached(() => Source.StartActivity(name, ActivityKind.Consumer, new ActivityContext()));

    /// <param name="trace">Of the span that it belongs under; null: there is none to begin.</param>
    /// <param name="others">Traces that it was done for as well.</param>
    public static Activity? Continue(string name, string? trace, ActivityKind kind = ActivityKind.Internal, params IEnumerable<string?> others) =>
        ActivityContext.TryParse(trace, null, out var parent)
            ? Detached(() => Source.StartActivity(name, kind, parent, links: others.Select(Link).OfType<ActivityLink>()))
            : null;

    /// <summary>A call made by a <see cref="TracedActor"/> that is being traced.</summary>
    public static Activity? Call(string name) =>
        Activity.Current is { Source.Name: SourceName } ? Source.StartActivity(name, ActivityKind.Client) : null;

    /// <summary>Spans of actors outlive the message that begins them, and the thread works for other actors next.</summary>
    private static Activity? Detached(Func<Activity?> start)
    {
        var before = Activity.Current;
        var span = start();
        Activity.Current = before;
        return span;
    }

    private static ActivityLink? Link(string? trace) => ActivityContext.TryParse(trace, null, out var other) ? new ActivityLink(other) : null;
}
