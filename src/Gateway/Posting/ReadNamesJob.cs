using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Reads accounts by their usernames. Supervision: see <see cref="PostingJob"/>.</summary>
internal sealed class ReadNamesJob : PostingJob
{
    public ReadNamesJob(Poster.ReadNames request, IMattermostApi api)
        : base(request)
    {
        Receive<Read>(read => Finish(new Poster.NamesRead(request, read.Users)));
        Receive<NotRead>(failed => Fail(request, failed.Why));
        Call(api.GetUsersByNameAsync(request.Usernames, Stopping), users => new Read(users), why => new NotRead(why));
    }

    private sealed record Read(IReadOnlyList<ChatUser> Users) : INoSerializationVerificationNeeded;

    private sealed record NotRead(MattermostException Why) : INoSerializationVerificationNeeded;
}
