namespace RedmineBridge.Host.Setup;

/// <summary>A custom slash command as an administrator sees it.</summary>
internal sealed record SlashCommand(string Id, string Team, string Trigger, string Url, string Creator);
