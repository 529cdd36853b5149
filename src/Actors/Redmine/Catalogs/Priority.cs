namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <param name="IsActive">An inactive one is no longer chosen; old tickets still have it.</param>
public sealed record Priority(int Id, string Name, bool IsDefault, bool IsActive);
