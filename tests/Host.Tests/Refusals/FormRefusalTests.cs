using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>What is said when a ticket form can't be done, at every door that has one, in every language: nothing is created, and nothing typed is lost.</summary>
public abstract class FormRefusalTests(RefusalOffice office)
{
    public static TheoryData<string, string, Language> Rows => RefusalDoors.Each(FormRefusals.All.Select(r => r.Name));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Form_is_refused_kept_and_good_once_it_is_corrected(string name, string door, Language language)
    {
        var refusal = FormRefusals.All.Single(r => r.Name == name);
        var scene = office.Enter(language);
        var way = RefusalDoors.Open(door, scene);
        refusal.Before(scene);
        Assert.NotNull((await way.OpenAsync(FormKind.Ticket)).Form);
        refusal.Since(scene);
        Dictionary<string, string> typed = new() { ["subject"] = scene.Subject, ["description"] = "Room 5,\nleft" };
        foreach (var (field, value) in refusal.Typed(scene))
            typed[field] = value;

        var told = await way.SubmitAsync(typed);

        var sentence = refusal.Sentence(scene, scene.Say);
        var said = scene.KeyIfCustom(refusal.Field);
        if (refusal.ComesAnew)
            Assert.EndsWith($"**: {sentence}", told.Notice, StringComparison.Ordinal);
        else
            Assert.Equal([KeyValuePair.Create(said, sentence)], told.Problems);
        if (language == Language.English)
            Assert.Equal(refusal.English(scene), sentence);
        Assert.Empty(scene.Tickets);
        Assert.All(typed.Where(t => !refusal.ComesAnew || t.Key != said), t => Assert.Equal(t.Value, told.Form![t.Key]));

        refusal.Mend(scene);
        var after = await way.SubmitAsync(refusal.Corrected(scene));

        Assert.Empty(after.Problems);
        var ticket = Assert.Single(scene.Tickets);
        Assert.StartsWith("Room 5,\r\nleft\r\n", ticket.Description, StringComparison.Ordinal);
        Assert.Equal(refusal.Corrected(scene).GetValueOrDefault("subject", scene.Subject), ticket.Subject);
    }

    public sealed class OnFixedDialogs(RefusalOffice office) : FormRefusalTests(office), IClassFixture<RefusalOffice>;

    public sealed class OnLivelyDialogs(RefusalOfficeOf11 office) : FormRefusalTests(office), IClassFixture<RefusalOfficeOf11>;
}
