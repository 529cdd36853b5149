using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Creations;

public sealed class CreationReportsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);
    private static readonly Origin Origin = new(Door.Dialog, new("alice0000000000000000000000"), new("dev00000000000000000000000"), null);
    private static readonly CustomFieldValue Reason = new(7, ["it leaks"]) { Name = "Reason" };

    [Theory]
    [InlineData(Language.English, "Reason", null, "Reason: Redmine didn't take it.")]
    [InlineData(Language.English, "Reason", "rust", "Reason: Redmine set “rust” instead.")]
    [InlineData(Language.English, null, null, "Field no. 7: Redmine didn't take it.")]
    [InlineData(Language.Russian, "Причина", null, "Причина: Redmine это не принял.")]
    [InlineData(Language.Russian, "Причина", "ржавчина", "Причина: Redmine поставил «ржавчина».")]
    [InlineData(Language.Russian, null, null, "Поле № 7: Redmine это не принял.")]
    public void A_custom_field_that_Redmine_changed_is_called_by_its_name(Language language, string? name, string? made, string expected) =>
        Assert.Equal([expected], NotesOf(Reason with { Name = name }, made is null ? [] : [new(7, [made])], language));

    [Fact]
    public void A_custom_field_as_it_was_asked_for_is_not_noted() =>
        Assert.Empty(NotesOf(Reason, [new(7, ["it leaks"])], Language.English));

    private static IReadOnlyList<string> NotesOf(CustomFieldValue asked, IReadOnlyList<CustomFieldValue> made, Language language)
    {
        var ticket = new RequestedTicket(1, "Fix the tap", new() { Project = 1, Subject = "Fix the tap", CustomFields = [asked] }, null);
        var created = new CreatedTicket(new(9), new(1, "Demo"), new(1, "Bug"), new(1, "New"), new(4, "Normal"), new(5, "Alice"), "Fix the tap", At) { CustomFields = made };
        var state = CreationState.New
            .Apply(new CreationRequested("f1", FormKind.Ticket, "Demo", false, 5, [ticket], FormValues.None, Origin, At))
            .Apply(new CreationSettled("f1", 1, created, [], At));
        return CreationReports.Of(state.Find("f1")!, language).Lines[0].Notes;
    }
}
