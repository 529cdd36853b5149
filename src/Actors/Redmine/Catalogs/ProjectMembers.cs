namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>Who belongs to a project. A group's people are listed themselves too.</summary>
/// <param name="People">Locked accounts too.</param>
public sealed record ProjectMembers(int Project, IReadOnlyList<Member> People, IReadOnlyList<Member> Groups);
