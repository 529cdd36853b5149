namespace RedmineBridge.Host.Doctoring;

/// <summary>What <c>doctor</c> looks at, in its order. The names stand in its JSON and stay as they are.</summary>
internal static class Areas
{
    public const string Settings = "settings";
    public const string Bridge = "bridge";
    public const string Database = "database";
    public const string Mattermost = "mattermost";
    public const string Redmine = "redmine";
    public const string People = "people";
    public const string Commands = "commands";
    public const string PublicUrl = "public-url";
}
