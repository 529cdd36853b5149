namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>A member of a project: a person or a group.</summary>
/// <param name="Roles">Own and inherited ones.</param>
public sealed record Member(int Id, string Name, IReadOnlyList<int> Roles);
