using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Reads accounts. Supervision: see <see cref="PostingJob"/>.</summary>
internal sealed class ReadUsersJob : PostingJob
{
    public ReadUsersJob(Poster.ReadUsers request, IMattermostApi api)
        : base(request)
    {
        Receive<Read>(read => Finish(new Poster.UsersRead(request, read.Users)));
        Receive<NotRead>(failed => Fail(request, failed.Why));
        Call(api.GetUsersAsync(request.Ids, Stopping), users => new Read(users), why => new NotRead(why));
    }

    private sealed record Read(IReadOnlyList<ChatUser> Users) : INoSerializationVerificationNeeded;

    private sealed record NotRead(MattermostException Why) : INoSerializationVerificationNeeded;
}
