namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>The active projects that a person sees, in Redmine's order: by name, below their parents.</summary>
/// <param name="UserId">The person's own id in Redmine.</param>
public sealed record PersonProjects(int UserId, bool IsAdministrator, IReadOnlyList<PersonProject> Projects);
