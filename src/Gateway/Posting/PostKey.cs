using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Names a post that is written and later written anew: where it stands, and its mark there.</summary>
/// <param name="Place">A person's id for the direct message with them, else a channel's.</param>
internal readonly record struct PostKey(string Place, string Mark)
{
    /// <summary>Null for requests that name no such post.</summary>
    public static PostKey? Of(Poster.IRequest request) => request switch
    {
        Poster.Show show => new(show.User.Value, show.ReplyId),
        Poster.Share share => new(share.Place.Channel.Value, share.ReplyId),
        _ => null,
    };
}
