namespace RedmineBridge.Actors.Chat;

/// <summary>How the links got to a post.</summary>
public enum LinkWriting
{
    /// <summary>The post has no reference that needs a link.</summary>
    Nothing,

    /// <summary>The post was edited.</summary>
    Edited,

    /// <summary>The links stand in a reply, since the bot may not edit the posts of others.</summary>
    Replied,

    /// <summary>With its links the post would exceed Mattermost's message size; it was left alone.</summary>
    TooLong,

    /// <summary>The post was deleted, or the bot can't see it any more.</summary>
    Gone,
}
