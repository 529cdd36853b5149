namespace RedmineBridge.Host.Setup;

/// <summary>Whose a bot is.</summary>
/// <param name="Id">A person's, or a plugin's.</param>
/// <param name="Person">Null for a plugin.</param>
internal sealed record BotOwner(string Id, MattermostAccount? Person)
{
    /// <summary>Owners may make access tokens for their bots, where the server lets them have bots at all.</summary>
    public bool IsTrusted => Person is null or { IsSystemAdmin: true, IsActive: true };

    public override string ToString() => Person is null ? $"the plugin {Id}" : $"@{Person.Username}";
}
