namespace RedmineBridge.Gateway.Posting;

/// <summary>How references in posts get their links.</summary>
public enum LinksMode
{
    /// <summary>The post is edited; where the bot may not edit the posts of others, as <see cref="Reply"/>.</summary>
    Edit,

    /// <summary>The links come in a reply, one for each ticket and thread.</summary>
    Reply,

    /// <summary>Posts are left alone.</summary>
    Off,
}
