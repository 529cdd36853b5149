using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>A project that a person sees, and what the person is there.</summary>
/// <param name="Parent">Null also where the person doesn't see it.</param>
/// <param name="TracksIssues">Whether it has tickets at all.</param>
/// <param name="Trackers">In the installation's order; a ticket that names none gets the first.</param>
/// <param name="CustomFields">Those the project was given; not those that all projects have.</param>
/// <param name="Roles">None: the person is no member.</param>
public sealed record PersonProject(
    int Id,
    string Identifier,
    string Name,
    int? Parent,
    bool IsPublic,
    bool TracksIssues,
    IReadOnlyList<Named> Trackers,
    IReadOnlySet<int> CustomFields,
    IReadOnlyList<int> Roles);
