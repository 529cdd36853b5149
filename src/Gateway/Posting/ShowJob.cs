using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// Sees to it that the post of a name says a reply: looked for unless it is known, then written, written anew, or left as it is.
/// Only one at a time works on a post. Supervision: see <see cref="PostingJob"/>.
/// </summary>
internal sealed class ShowJob : PostingJob
{
    private readonly Poster.IRequest _request;
    private readonly PostKey _key;
    private readonly Reply _reply;
    private readonly UserId? _reader;
    private readonly IMattermostApi _api;
    private readonly SlashSettings _settings;
    private readonly ButtonCards _cards;
    private readonly Bot _bot;
    private KnownPost? _known;
    private string _says = "";

    public ShowJob(Poster.IRequest request, KnownPost? known, IMattermostApi api, SlashSettings settings, ButtonCards cards, Bot bot)
        : base(request)
    {
        _request = request;
        _key = PostKey.Of(request)!.Value;
        (_reply, _reader) = request is Poster.Show show ? (show.Reply, show.User) : (((Poster.Share)request).Reply, (UserId?)null);
        _known = known;
        _api = api;
        _settings = settings;
        _cards = cards;
        _bot = bot;

        Receive<ChannelFound>(found => LookIn(new(found.Channel, null)));
        Receive<Looked>(Compare);
        Receive<Written>(written => End(new(written.Post.Id, written.Post.ChannelId, _says)));
        Receive<NotWritten>(failed => Fail(request, failed.Why));
        Receive<NotWrittenAnew>(failed => LookAgain(failed.Why));

        if (known is null)
            Look();
        else
            WriteAnew(known);
    }

    private void Look()
    {
        if (_request is Poster.Share share)
            LookIn(share.Place);
        else
            Call(_api.GetDirectChannelAsync(_bot.Id, _reader!.Value, Stopping), channel => new ChannelFound(channel), why => new NotWritten(why));
    }

    private void LookIn(PostPlace place)
    {
        if (place.Root is { } root)
            Call(_api.GetThreadAsync(root, Stopping), thread => new Looked(place, OwnPosts.Among(thread.Posts.Values, _bot, _key.Mark)), why => new NotWritten(why));
        else
            Call(OwnPosts.FindAsync(_api, _bot, place.Channel, _key.Mark, Stopping), post => new Looked(place, post), why => new NotWritten(why));
    }

    private void Compare(Looked looked)
    {
        if (looked.Found is { } there)
            WriteAnew(new(there.Id, there.ChannelId, there.Says));
        else
            Call(_api.CreatePostAsync(Post(looked.Place), Stopping), post => new Written(post), why => new NotWritten(why));
    }

    private void WriteAnew(KnownPost there)
    {
        var post = Post(new(there.Channel, null));
        if (post.Says == there.Says)
            End(there);
        else
            Call(_api.ReplacePostAsync(there.Id, post, Stopping), written => new Written(written), why => new NotWrittenAnew(why));
    }

    /// <summary>What was remembered may have been deleted meanwhile; what has just been read was there.</summary>
    private void LookAgain(MattermostException why)
    {
        if (_known is null || why.Kind is PosterFailure.Away or PosterFailure.Unauthorized)
        {
            Fail(_request, why);
            return;
        }

        _known = null;
        Context.Parent.Tell(new PosterActor.PostGone(_key));
        Look();
    }

    private NewPost Post(PostPlace place)
    {
        var context = new ReplyContext(_settings.Trigger, _bot.Name, _bot.Server.MaxPostSize) { IsForAll = _reader is null };
        var rendered = new ReplyRenderer(_settings.Redmine).Render(_reply, context);
        _says = rendered.Digest;
        return new(place, rendered.Text, _key.Mark)
        {
            Says = _says,
            Attachments = _reader is { } reader
                ? _cards.Write(rendered, new(Door.Button, reader, place.Channel, place.Root), _settings.Trigger, _reply.Language)
                : null,
        };
    }

    private void End(KnownPost post)
    {
        Context.Parent.Tell(new PosterActor.PostKnown(_key, post));
        Finish(new Poster.Shown(_request, post.Id));
    }

    private sealed record ChannelFound(ChannelId Channel) : INoSerializationVerificationNeeded;

    /// <param name="Found">Null where it does not stand there yet.</param>
    private sealed record Looked(PostPlace Place, MattermostPost? Found) : INoSerializationVerificationNeeded;

    private sealed record Written(MattermostPost Post) : INoSerializationVerificationNeeded;

    private sealed record NotWritten(MattermostException Why) : INoSerializationVerificationNeeded;

    private sealed record NotWrittenAnew(MattermostException Why) : INoSerializationVerificationNeeded;
}
