namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>What a Redmine installation has for all: read as the administrator, the same for every person.</summary>
/// <param name="Trackers">In the installation's order.</param>
/// <param name="Statuses">In the installation's order.</param>
/// <param name="Priorities">In the installation's order, inactive ones too.</param>
/// <param name="CustomFields">Those of tickets alone.</param>
/// <param name="Roles">Those that members can have.</param>
/// <param name="NonMember">What everybody may do in a public project without being a member; null: not found.</param>
public sealed record RedmineCatalog(
    IReadOnlyList<Tracker> Trackers,
    IReadOnlyList<IssueStatus> Statuses,
    IReadOnlyList<Priority> Priorities,
    IReadOnlyList<CustomField> CustomFields,
    IReadOnlyList<Role> Roles,
    Role? NonMember)
{
    /// <summary>The one that carries the marks of new tickets: the bridge's to fill, nobody else's. Null where none does.</summary>
    public CustomField? MarkField { get; init; }

    public Tracker? FindTracker(int id) => Trackers.FirstOrDefault(t => t.Id == id);

    public Role? FindRole(int id) => Roles.FirstOrDefault(r => r.Id == id);
}
