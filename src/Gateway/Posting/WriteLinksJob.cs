using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// Reads a post, lets the formatter put in the links and writes it back at once: Mattermost knows no conditional edit, so what its
/// author changes between that read and that write is lost, and nothing may make this time longer. Where the bot may not edit the
/// posts of others, the links go into a reply. Supervision: see <see cref="PostingJob"/>.
/// </summary>
internal sealed class WriteLinksJob : PostingJob, IWithTimers
{
    /// <summary>A text read longer ago than this is not written back.</summary>
    private static readonly TimeSpan FormatWithin = TimeSpan.FromSeconds(10);

    private readonly Poster.WriteLinks _request;
    private readonly IMattermostApi _api;
    private readonly IRequiredActor<LinkFormatter> _formatter;
    private readonly Bot _bot;
    private readonly TicketLinks _links;
    private readonly bool _edits;
    private readonly Queue<NewPost> _replies = new();
    private MattermostPost _post = null!;
    private IReadOnlyList<TicketId> _plain = [];
    private IReadOnlyList<TicketId> _linked = [];
    private bool _editRefused;

    public WriteLinksJob(
        Poster.WriteLinks request, IMattermostApi api, IRequiredActor<LinkFormatter> formatter, Uri redmine, Bot bot, bool edits)
        : base(request)
    {
        _request = request;
        _api = api;
        _formatter = formatter;
        _bot = bot;
        _links = new(redmine);
        _edits = edits;

        Receive<PostRead>(read => Format(read.Post));
        Receive<PostNotRead>(failed => EndUnread(failed.Why));
        Receive<LinkFormatter.Formatted>(formatted => Write(formatted.Result));
        Receive<TooLate>(_ => Finish(new Poster.Failed(request, PosterFailure.Away)));
        Receive<Patched>(patched => End(LinkWriting.Edited, patched.Post.EditAt));
        Receive<NotPatched>(failed => EndUnpatched(failed.Why));
        Receive<PosterActor.YourTurn>(_ =>
            Call(api.GetThreadAsync(_post.Id, Stopping), thread => new ThreadRead(thread), why => new PostNotRead(why)));
        Receive<ThreadRead>(read => Reply(read.Thread));
        Receive<Replied>(_ => ReplyNext());
        Receive<NotReplied>(failed => Fail(request, failed.Why));

        Call(api.GetPostAsync(request.Post, Stopping), post => new PostRead(post), why => new PostNotRead(why));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void Format(MattermostPost post)
    {
        _post = post;
        if (post.DeleteAt > 0)
        {
            End(LinkWriting.Gone);
            return;
        }

        if (post.UserId == _bot.Id || !post.IsWrittenToStay)
        {
            End(LinkWriting.Nothing);
            return;
        }

        var mentioned = References.Tickets(post.Message);
        TicketId[] unknown = [.. mentioned.Where(t => !_request.Resolved.Contains(t))];
        if (unknown.Length > 0)
        {
            Finish(new Poster.LinksWanting(_request, unknown));
            return;
        }

        _plain = [.. mentioned.Where(t => !_request.Visible.Contains(t) && !_request.Settled.Contains(t))];
        // Links are found here when the answer to an earlier patch got lost.
        _linked = [.. _request.Visible.Where(t => post.Message.Contains($"]({_links.To(t)})", StringComparison.Ordinal))];
        if (!mentioned.Any(_request.Visible.Contains))
        {
            End(LinkWriting.Nothing);
            return;
        }

        Timers.StartSingleTimer(nameof(TooLate), TooLate.Instance, FormatWithin);
        var maxRunes = _edits ? _bot.Server.MaxPostSize : int.MaxValue;
        _formatter.ActorRef.Tell(new LinkFormatter.Format(0, post.Message, _request.Visible, _request.Settled, maxRunes));
    }

    private void EndUnread(MattermostException why)
    {
        if (why.Kind is PosterFailure.NotFound or PosterFailure.Forbidden)
            End(LinkWriting.Gone);
        else
            Fail(_request, why);
    }

    private void Write(LinkedText formatted)
    {
        Timers.Cancel(nameof(TooLate));
        if (formatted.Outcome == LinkTextOutcome.Failed)
        {
            // It would fail again: as where this job itself fails.
            Finish(new Poster.Failed(_request, PosterFailure.Rejected));
            return;
        }

        if (formatted.Outcome != LinkTextOutcome.Linked)
        {
            End(formatted.Outcome == LinkTextOutcome.TooLong ? LinkWriting.TooLong : LinkWriting.Nothing);
            return;
        }

        _linked = [.. _linked.Union(formatted.Linked)];
        if (_edits)
            Call(_api.PatchPostAsync(_post.Id, formatted.Text, Stopping), post => new Patched(post), why => new NotPatched(why));
        else
            AskForTurn();
    }

    private void EndUnpatched(MattermostException why)
    {
        switch (why)
        {
            case { Kind: PosterFailure.NotFound }:
                End(LinkWriting.Gone);
                break;
            case { ErrorId: "model.post.is_valid.msg.app_error" }:
                _linked = [];
                End(LinkWriting.TooLong);
                break;
            case { ErrorId: var id } when id.Contains("permissions_time_limit", StringComparison.Ordinal):
                // Older than posts may be to be edited, where an administrator has set such a limit.
                AskForTurn();
                break;
            case { Kind: PosterFailure.Forbidden }:
                // Mattermost says the same of a post that was deleted in this very moment: reading its thread will tell.
                _editRefused = true;
                AskForTurn();
                break;
            default:
                Fail(_request, why);
                break;
        }
    }

    private void AskForTurn() => Context.Parent.Tell(new PosterActor.WantTurn(_post.RootId ?? _post.Id));

    private void Reply(MattermostPostList thread)
    {
        if (!thread.Posts.TryGetValue(_post.Id, out var post) || post.DeleteAt > 0)
        {
            End(LinkWriting.Gone);
            return;
        }

        if (_editRefused)
            Context.Parent.Tell(PosterActor.EditRefused.Instance);
        foreach (var reply in LinkReplies.Missing(_post, _linked, thread, _bot.Id, _links, _bot.Server.MaxPostSize))
            _replies.Enqueue(reply);
        ReplyNext();
    }

    private void ReplyNext()
    {
        if (_replies.TryDequeue(out var reply))
            Call(_api.CreatePostAsync(reply, Stopping), _ => Replied.Instance, why => new NotReplied(why));
        else
            End(LinkWriting.Replied);
    }

    private void End(LinkWriting how) => End(how, _post?.EditAt ?? 0);

    private void End(LinkWriting how, long editAt)
    {
        if (how == LinkWriting.Edited)
            Context.Parent.Tell(PosterActor.EditWorked.Instance);
        IReadOnlyList<TicketId> linked = how is LinkWriting.Gone or LinkWriting.TooLong ? [] : _linked;
        Finish(new Poster.LinksWritten(_request, how, editAt, linked, _plain));
    }

    private sealed record PostRead(MattermostPost Post) : INoSerializationVerificationNeeded;

    private sealed record PostNotRead(MattermostException Why) : INoSerializationVerificationNeeded;

    private sealed record TooLate : INoSerializationVerificationNeeded
    {
        public static readonly TooLate Instance = new();
    }

    private sealed record Patched(MattermostPost Post) : INoSerializationVerificationNeeded;

    private sealed record NotPatched(MattermostException Why) : INoSerializationVerificationNeeded;

    private sealed record ThreadRead(MattermostPostList Thread) : INoSerializationVerificationNeeded;

    private sealed record Replied : INoSerializationVerificationNeeded
    {
        public static readonly Replied Instance = new();
    }

    private sealed record NotReplied(MattermostException Why) : INoSerializationVerificationNeeded;
}
