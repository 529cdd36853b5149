using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// One request from its first call to its answer: a child of <see cref="PosterActor"/> that ends by <see cref="Finish"/>. What the
/// server does comes back as a message; any other exception stops the job, and its parent answers for it.
/// </summary>
internal abstract class PostingJob : TracedActor
{
    private readonly CancellationTokenSource _stopping = new();

    protected PostingJob(Poster.IRequest request)
        : base(Tracing.Continue($"mattermost {request.GetType().Name}", request.Trace)) =>
        Receive<Broken>(broken => throw new InvalidOperationException($"{GetType().Name} failed", broken.Why));

    protected CancellationToken Stopping => _stopping.Token;

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected void Call<T>(Task<T> call, Func<T, object> success, Func<MattermostException, object> failure) =>
        call.PipeTo(Self, success: success, failure: why => why is MattermostException refused ? failure(refused) : new Broken(why));

    protected void Call(Task call, object success, Func<MattermostException, object> failure) =>
        call.PipeTo(Self, success: () => success, failure: why => why is MattermostException refused ? failure(refused) : new Broken(why));

    protected void Finish(object answer, MattermostException? trouble = null)
    {
        Context.Parent.Tell(new Finished(answer, trouble));
        Context.Stop(Self);
    }

    protected void Fail(Poster.IRequest request, MattermostException why) => Finish(new Poster.Failed(request, why.Kind), why);

    /// <param name="Answer">For who asked.</param>
    /// <param name="Trouble">What the server said last, where that was the end of it.</param>
    internal sealed record Finished(object Answer, MattermostException? Trouble) : INoSerializationVerificationNeeded;

    private sealed record Broken(Exception Why) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
