namespace RedmineBridge.Host.Setup;

/// <summary>An active account of Redmine.</summary>
internal sealed record RedmineAccount(string Login, string Mail, bool IsAdmin = false);
