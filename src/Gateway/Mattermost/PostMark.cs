namespace RedmineBridge.Gateway.Mattermost;

/// <summary>What names a post of ours: written into its props, so that it is found before the same thing is posted again.</summary>
public static class PostMark
{
    public const string Prop = "redmine_bridge";

    /// <summary>A digest of what the post says, so that it isn't written again when it says that already.</summary>
    public const string SaysProp = "redmine_bridge_says";
}
