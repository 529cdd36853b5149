namespace RedmineBridge.Gateway.Posting;

/// <summary>How references become links.</summary>
public enum LinksMode
{
    /// <summary>In the post itself; where the bot may not edit others' posts, in a reply.</summary>
    Edit,

    /// <summary>Always in a reply.</summary>
    Reply,

    /// <summary>Not at all; <c>/redmine link</c> works nevertheless.</summary>
    Off,
}
