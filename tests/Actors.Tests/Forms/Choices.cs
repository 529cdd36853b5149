using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Tests.Forms;

/// <summary>What a person of a small office can choose from.</summary>
internal static class Choices
{
    public const int Alice = 5;
    public const int Bob = 6;
    public const int Demo = 1;
    public const int Secret = 2;
    public const int Strict = 3;

    private static readonly Role Manager = new(3, "Manager", true, new HashSet<string> { "add_issues" });
    private static readonly Role Viewer = new(4, "Viewer", false, new HashSet<string>());

    public static readonly RedmineCatalog Catalog = new(
        [new(1, "Bug", 2, null), new(2, "Feature", null, new HashSet<string> { "description", "assigned_to_id", "due_date" })],
        [new(1, "New", false), new(2, "Reported", false), new(3, "Closed", true)],
        [new(3, "Low", false, true), new(4, "Normal", true, true)],
        [
            new(7, "Reason", "string") { IsRequired = true, MinLength = 3, Trackers = new HashSet<int> { 1 } },
            new(8, "Colour", "list") { IsRequired = true, PossibleValues = [new("red", "Red"), new("blue", "Blue")], Trackers = new HashSet<int> { 1 } },
            new(9, "Amount", "int") { IsRequired = true, Default = "1", Trackers = new HashSet<int> { 1 } },
            new(10, "Room", "string") { Trackers = new HashSet<int> { 1 } },
        ],
        [Manager, Viewer],
        null);

    /// <summary>For all projects; it carries marks where <see cref="Marking"/> says so.</summary>
    public static readonly CustomField MarkField = new(10, "From chat", "string") { IsRequired = true, IsForAllProjects = true, Trackers = new HashSet<int> { 1 } };

    public static TicketChoices Marking(TicketChoices choices) =>
        choices with { Catalog = choices.Catalog with { CustomFields = [.. choices.Catalog.CustomFields, MarkField], MarkField = MarkField } };

    public static TicketChoices Of(int? membersOf = null, params PersonProject[] projects) => new(
        Catalog,
        new(Alice, false, projects.Length > 0 ? projects : [Project(Demo, "Demo", true), Project(Secret, "Secret", false), Project(Strict, "Strict", true, 7, 8, 9)]),
        membersOf is { } project ? new(project, [new(Alice, "Alice", [3]), new(Bob, "Bob", [3]), new(9, "Vera", [4])], []) : null);

    public static PersonProject Project(int id, string name, bool isPublic, params int[] fields) =>
        new(id, name.ToLowerInvariant(), name, null, isPublic, true, [new(1, "Bug"), new(2, "Feature")], fields.ToHashSet(), [3]);
}
