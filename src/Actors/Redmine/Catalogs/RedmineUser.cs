namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>An account in Redmine.</summary>
/// <param name="Login">As Redmine writes it; case doesn't matter.</param>
/// <param name="IsLocked">A locked account can't be acted as, nor be assigned a ticket.</param>
public sealed record RedmineUser(int Id, string Login, string Name, bool IsLocked);
