namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>What a member of a project may do there.</summary>
/// <param name="IsAssignable">Whether tickets can be assigned to who has it.</param>
/// <param name="Permissions">By Redmine's names.</param>
public sealed record Role(int Id, string Name, bool IsAssignable, IReadOnlySet<string> Permissions)
{
    /// <summary>A role may give it for some trackers only; REST doesn't tell.</summary>
    public bool MayAddTickets => Permissions.Contains("add_issues");
}
