using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Reads a post and who wrote it. Supervision: see <see cref="PostingJob"/>.</summary>
internal sealed class ReadPostJob : PostingJob
{
    private MattermostPost? _post;

    /// <param name="mattermost">The server's address where it doesn't tell its own.</param>
    public ReadPostJob(Poster.ReadPost request, IMattermostApi api, Uri mattermost, Bot bot)
        : base(request)
    {
        Receive<Read>(read =>
        {
            _post = read.Post;
            Call(api.GetUsersAsync([read.Post.UserId], Stopping), users => new AuthorRead(users), why => new NotRead(why));
        });
        Receive<AuthorRead>(read =>
        {
            Finish(new Poster.PostRead(
                request,
                read.Users is [var author] ? author.Username : null,
                _post is { IsWrittenToStay: true, DeleteAt: 0 } ? _post.Message : null,
                Permalink.To(_post!.Id, bot.Server, mattermost)));
        });
        Receive<NotRead>(failed => Fail(request, failed.Why));
        Call(api.GetPostAsync(request.Post, Stopping), post => new Read(post), why => new NotRead(why));
    }

    private sealed record Read(MattermostPost Post) : INoSerializationVerificationNeeded;

    private sealed record AuthorRead(IReadOnlyList<ChatUser> Users) : INoSerializationVerificationNeeded;

    private sealed record NotRead(MattermostException Why) : INoSerializationVerificationNeeded;
}
