using System.Collections.Concurrent;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.Redmine;

/// <summary>A Redmine whose calls wait until the test answers them.</summary>
public sealed class HeldRedmine : IRedmineApi
{
    private readonly BlockingCollection<Sent> _sent = [];
    private readonly List<Sent> _seen = [];

    /// <summary>Calls that the test has not looked at yet.</summary>
    public IEnumerable<Sent> Waiting => _sent;

    public Sent Next()
    {
        var next = _sent.TryTake(out var sent, TimeSpan.FromSeconds(20)) ? sent : throw new TimeoutException("No call came.");
        _seen.Add(next);
        return next;
    }

    /// <summary>To the call last looked at.</summary>
    public void Answer(RedmineAnswer answer) => _seen[^1].Answer.SetResult(answer);

    /// <summary>To the first such call that was looked at and has no answer yet.</summary>
    public void AnswerTo<TCall>(Func<TCall, bool> which, RedmineAnswer answer) =>
        _seen.First(s => !s.Answer.Task.IsCompleted && s.Call is TCall call && which(call)).Answer.SetResult(answer);

    public void Fail(Exception why) => _seen[^1].Answer.SetException(why);

    public Task<RedmineAnswer> SendAsync(RedmineCall call, CancellationToken cancellation)
    {
        var sent = new Sent(call, new(TaskCreationOptions.RunContinuationsAsynchronously));
        cancellation.Register(() => sent.Answer.TrySetCanceled(cancellation));
        _sent.Add(sent, CancellationToken.None);
        return sent.Answer.Task;
    }

    public sealed record Sent(RedmineCall Call, TaskCompletionSource<RedmineAnswer> Answer);
}
