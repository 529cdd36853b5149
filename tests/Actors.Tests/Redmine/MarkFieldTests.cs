using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class MarkFieldTests
{
    private static readonly CustomField Good = new(7, "From chat", "string") { IsForAllProjects = true, Trackers = new HashSet<int> { 1, 2 } };

    public static TheoryData<string, CustomField, bool, string> Fields => new()
    {
        { "From chat", Good, true, "" },
        { "from CHAT", Good with { Format = "text", MaxLength = CreationMark.Length, MinLength = CreationMark.Length }, true, "" },
        { "7", Good with { MaxLength = 0 }, true, "" },
        { "8", Good, false, "Redmine__MarkField: Redmine has no custom field 8 for tickets; create it, or correct the name. Until then tickets carry no mark." },
        { "7", Good with { Format = "list" }, false, "From chat has the format list; choose a field of the format text." },
        { "7", Good with { Pattern = "^x" }, false, "has a regular expression" },
        { "7", Good with { MaxLength = 22 }, false, "doesn't take the 23 characters of a mark" },
        { "7", Good with { MinLength = 24 }, false, "doesn't take the 23 characters of a mark" },
        { "7", Good with { IsForAllProjects = false }, true, "Redmine__MarkField: From chat is not for all projects; other tickets carry no mark." },
        { "7", Good with { Trackers = new HashSet<int> { 2 } }, true, "is not for the trackers Bug; other" },
        { "7", Good with { IsForAllProjects = false, Roles = new HashSet<int> { 3 } }, true, "is not for all projects, is visible to some roles alone; other" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_is_taken_if_it_can_carry_a_mark_and_what_is_amiss_is_said(string named, CustomField field, bool isTaken, string detail)
    {
        var catalog = new RedmineCatalog([new(1, "Bug", null, null), new(2, "Feature", null, null)], [], [], [field], [], null);

        var (taken, report) = MarkField.Check(named, catalog);

        Assert.Equal((isTaken ? field : null, detail.Length == 0 ? ConnectionState.Online : ConnectionState.Degraded), (taken, report.State));
        Assert.Contains(detail, report.Detail, StringComparison.Ordinal);
        Assert.Equal(detail.Length == 0, report.Detail.Length == 0);
    }
}
