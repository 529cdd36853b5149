using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// Says something to one person: under their post where the server lets us, else in the direct message, where it is looked for before
/// it is written, so that it stands there once however often it is asked for. What is shown under a post is stored nowhere: when the
/// answer to that call gets lost, it may be shown a second time. Supervision: see <see cref="PostingJob"/>.
/// </summary>
internal sealed class TellPersonJob : PostingJob
{
    private readonly Poster.TellPerson _request;
    private readonly IMattermostApi _api;
    private readonly PostingSettings _settings;
    private readonly Bot _bot;

    public TellPersonJob(Poster.TellPerson request, IMattermostApi api, PostingSettings settings, Bot bot, bool mayWhisper)
        : base(request)
    {
        _request = request;
        _api = api;
        _settings = settings;
        _bot = bot;
        Receive<Told>(_ => Finish(new Poster.PersonTold(request)));
        Receive<NotTold>(failed => Fail(request, failed.Why));
        Receive<NotWhispered>(failed => TryOtherwise(failed.Why));
        Receive<ChannelFound>(found =>
            Call(OwnPosts.FindAsync(api, bot, found.Channel, request.ReplyId, Stopping), post => new Looked(found.Channel, post), why => new NotTold(why)));
        Receive<Looked>(Write);

        if (request.Context is { } place && mayWhisper)
            Whisper(place);
        else
            FindChannel();
    }

    private void Whisper(PostPlace place)
    {
        var text = DirectNotice.Shorten(_request.Text, _bot.Server.MaxPostSize);
        Call(_api.CreateEphemeralPostAsync(_request.User, place, text, Stopping), Told.Instance, why => new NotWhispered(why));
    }

    private void TryOtherwise(MattermostException why)
    {
        if (why.Kind is PosterFailure.Away or PosterFailure.Unauthorized)
        {
            Fail(_request, why);
            return;
        }

        if (why.Kind == PosterFailure.Forbidden)
            Context.Parent.Tell(PosterActor.WhisperRefused.Instance);
        FindChannel();
    }

    private void FindChannel() =>
        Call(_api.GetDirectChannelAsync(_bot.Id, _request.User, Stopping), channel => new ChannelFound(channel), why => new NotTold(why));

    private void Write(Looked looked)
    {
        if (looked.Found is not null)
        {
            Finish(new Poster.PersonTold(_request));
            return;
        }

        var text = DirectNotice.Write(_request, post => Permalink.To(post, _bot.Server, _settings.Mattermost), _bot.Server.MaxPostSize);
        Call(
            _api.CreatePostAsync(new NewPost(new(looked.Channel, null), text, _request.ReplyId), Stopping),
            _ => Told.Instance,
            why => new NotTold(why));
    }

    private sealed record Told : INoSerializationVerificationNeeded
    {
        public static readonly Told Instance = new();
    }

    private sealed record NotTold(MattermostException Why) : INoSerializationVerificationNeeded;

    private sealed record NotWhispered(MattermostException Why) : INoSerializationVerificationNeeded;

    private sealed record ChannelFound(ChannelId Channel) : INoSerializationVerificationNeeded;

    /// <param name="Found">Null where it does not stand there yet.</param>
    private sealed record Looked(ChannelId Channel, MattermostPost? Found) : INoSerializationVerificationNeeded;
}
