using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>
/// What one person can choose for a new ticket, as far as Redmine tells beforehand: what it refuses all the same, it says when it is
/// asked to create it.
/// </summary>
/// <param name="Members">Of the project that was asked for; null where none was.</param>
public sealed record TicketChoices(RedmineCatalog Catalog, PersonProjects Person, ProjectMembers? Members)
{
    /// <summary>Most lists name nobody who has to be looked for by name.</summary>
    private ILookup<string, Member>? _byName;

    /// <summary>Those where the person may add tickets, as memberships and roles tell.</summary>
    public IReadOnlyList<PersonProject> Projects { get; } = [.. Person.Projects.Where(p => MayAddTo(Catalog, Person, p))];

    /// <summary>Those that can be chosen.</summary>
    public IReadOnlyList<Priority> Priorities { get; } = [.. Catalog.Priorities.Where(p => p.IsActive)];

    public Priority? DefaultPriority => Priorities.FirstOrDefault(p => p.IsDefault);

    /// <summary>Among those where the person may add tickets.</summary>
    public PersonProject? FindProject(int id) => Projects.FirstOrDefault(p => p.Id == id);

    /// <summary>In the installation's order; the first is what a ticket gets that names none.</summary>
    public IReadOnlyList<Tracker> TrackersOf(PersonProject project) =>
        [.. project.Trackers.Select(t => Catalog.FindTracker(t.Id) ?? new Tracker(t.Id, t.Name, null, null))];

    /// <summary>All of them, the tracker's default first: REST doesn't tell which ones a new ticket may have.</summary>
    public IReadOnlyList<IssueStatus> StatusesOf(Tracker tracker) => [.. Catalog.Statuses.OrderBy(s => s.Id != tracker.DefaultStatus)];

    /// <summary>The custom fields that a ticket of this project and tracker has and the person can fill, in the installation's order.</summary>
    public IReadOnlyList<CustomField> FieldsOf(PersonProject project, Tracker tracker) =>
    [
        .. Catalog.CustomFields.Where(f => (f.IsForAllProjects || project.CustomFields.Contains(f.Id))
            && f.Trackers.Contains(tracker.Id)
            && (f.Roles is null || Person.IsAdministrator || RolesIn(Catalog, project).Any(r => f.Roles.Contains(r.Id)))),
    ];

    /// <summary>Those of them that the person must fill.</summary>
    public IReadOnlyList<CustomField> RequiredFieldsOf(PersonProject project, Tracker tracker) =>
        [.. FieldsOf(project, tracker).Where(f => f.IsRequired && f.Id != Catalog.MarkField?.Id)];

    /// <summary>The field that carries a ticket's mark; null where such a ticket lacks it, or the person may not fill it.</summary>
    public CustomField? MarkFieldOf(PersonProject project, Tracker tracker) =>
        FieldsOf(project, tracker).FirstOrDefault(f => f.Id == Catalog.MarkField?.Id);

    /// <summary>
    /// Those of <see cref="Members"/> to whom a ticket of this person's can be assigned, groups apart; locked accounts are among them. Besides,
    /// everybody may assign to oneself what one creates: <see cref="MayBeAssigned"/>.
    /// </summary>
    public IReadOnlyList<Member> Assignable { get; } = [.. (Members?.People ?? []).Where(m => IsAssignable(Catalog, m))];

    /// <summary>Only where an administrator let tickets be assigned to groups, which REST doesn't tell.</summary>
    public IReadOnlyList<Member> AssignableGroups { get; } = [.. (Members?.Groups ?? []).Where(m => IsAssignable(Catalog, m))];

    /// <summary>The members of this name, whatever they may do; it is as <see cref="Typed.Name"/> makes it.</summary>
    public IEnumerable<Member> MembersCalled(string name) => (_byName ??= (Members?.People ?? []).ToLookup(m => Typed.Name(m.Name)))[name];

    public bool MayBeAssigned(int user) => user == Person.UserId || Assignable.Any(m => m.Id == user);

    private static bool MayAddTo(RedmineCatalog catalog, PersonProjects person, PersonProject project) =>
        project is { TracksIssues: true, Trackers.Count: > 0 } && (person.IsAdministrator || MayAddAs(catalog, project));

    /// <summary>A role that isn't known (yet) is let try: whoever is refused hears why, what isn't offered can't be had at all.</summary>
    private static bool MayAddAs(RedmineCatalog catalog, PersonProject project)
    {
        if (project.Roles.Count > 0)
            return project.Roles.Any(r => catalog.FindRole(r)?.MayAddTickets ?? true);
        return project.IsPublic && (catalog.NonMember?.MayAddTickets ?? true);
    }

    private static IEnumerable<Role> RolesIn(RedmineCatalog catalog, PersonProject project) =>
        project.Roles.Count > 0 ? project.Roles.Select(catalog.FindRole).OfType<Role>()
        : project.IsPublic && catalog.NonMember is { } nonMember ? [nonMember]
        : [];

    private static bool IsAssignable(RedmineCatalog catalog, Member member) => member.Roles.Any(r => catalog.FindRole(r)?.IsAssignable ?? true);
}
