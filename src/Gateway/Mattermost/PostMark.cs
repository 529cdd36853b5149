namespace RedmineBridge.Gateway.Mattermost;

/// <summary>What names a post of ours: written into its props, so that it is found before the same thing is posted again.</summary>
public static class PostMark
{
    public const string Prop = "redmine_bridge";
}
