using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tests.Forms;

namespace RedmineBridge.Actors.Tests.Creations;

public sealed class MarkPlacementTests
{
    private static readonly Tracker Bug = new(1, "Bug", null, null);
    private static readonly Tracker Bare = new(1, "Bare", null, new HashSet<string> { "due_date" });
    private static readonly Tracker WithoutField = new(2, "Feature", null, null);

    public static TheoryData<MarkCarrier, Tracker?, bool, MarkCarrier> Wishes => new()
    {
        { MarkCarrier.Description, Bug, true, MarkCarrier.Description },
        { MarkCarrier.Description, null, true, MarkCarrier.Description },
        { MarkCarrier.Description, Bare, true, MarkCarrier.Nothing },
        { MarkCarrier.Field, Bug, true, MarkCarrier.Field },
        { MarkCarrier.Field, Bare, true, MarkCarrier.Field },
        { MarkCarrier.Field, Bug, false, MarkCarrier.Nothing },
        { MarkCarrier.Field, WithoutField, true, MarkCarrier.Nothing },
        { MarkCarrier.Field, null, true, MarkCarrier.Nothing },
        { MarkCarrier.Nothing, Bug, true, MarkCarrier.Nothing },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void A_mark_is_put_where_Redmine_keeps_it(MarkCarrier wanted, Tracker? tracker, bool hasField, MarkCarrier expected)
    {
        var choices = hasField ? Choices.Marking(Choices.Of()) : Choices.Of();
        var placed = MarkPlacement.Place(
            new(1, "Buy", new() { Project = Choices.Demo, Subject = "Buy" }, null), wanted, choices, choices.FindProject(Choices.Demo)!, tracker);

        Assert.Equal((expected, expected == MarkCarrier.Field ? Choices.MarkField.Id : null), (placed.Carrier, placed.MarkField));
    }
}
