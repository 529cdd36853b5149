using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>Who can't be given a form is told why, at every door in every language, and gets back what they typed.</summary>
public sealed class PersonRefusalTests(RefusalOffice office) : IClassFixture<RefusalOffice>
{
    public static TheoryData<string, string, Language> Rows => RefusalDoors.Each(PersonRefusal.All.Select(r => r.Name));

    public static TheoryData<string, Language> Said => RefusalDoors.EachSaid(PersonRefusal.All.Select(r => r.Name));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task No_form_is_shown_and_the_reason_is_said(string name, string door, Language language)
    {
        var refusal = PersonRefusal.All.Single(r => r.Name == name);
        var scene = office.Enter(language);
        await refusal.Before(scene);
        var sentence = refusal.Sentence(scene, scene.Say);
        if (language == Language.English)
            Assert.Equal(refusal.English(scene), sentence);
        foreach (var kind in Enum.GetValues<FormKind>())
        {
            var told = await RefusalDoors.Open(door, scene).OpenAsync(kind);
            Assert.Equal((sentence, true), (told.Notice, told.Form is null));
        }

        Assert.Empty(scene.Tickets);
    }

    [Theory]
    [MemberData(nameof(Said))]
    public async Task No_conversation_begins_and_the_reason_is_said(string name, Language language)
    {
        var refusal = PersonRefusal.All.Single(r => r.Name == name);
        var scene = office.Enter(language);
        await refusal.Before(scene);
        foreach (var kind in Enum.GetValues<FormKind>())
            Assert.Equal(refusal.Sentence(scene, scene.Say), (await new MessageDoor(scene).BeginAsync(kind)).Notice);

        Assert.Empty(scene.DirectMessages.SelectMany(Controls.Of));
        Assert.Empty(scene.Tickets);
    }

    [Theory]
    [InlineData(Language.English, "What you typed:\n```\n1. Buy\n2. Sell\n```\n")]
    [InlineData(Language.Russian, "Вы ввели:\n```\n1. Buy\n2. Sell\n```\n")]
    public async Task What_was_typed_behind_the_command_is_given_back(Language language, string expected)
    {
        var scene = office.Enter(language);
        scene.Leave();

        var told = await new DialogDoor(scene).OpenAsync(FormKind.Batch, "1. Buy\n2. Sell");

        Assert.Equal($"{scene.Say["NoProjects"]}\n\n{expected}".TrimEnd(), told.Notice.TrimEnd());
    }

    [Fact]
    public async Task Who_is_given_a_project_need_not_wait()
    {
        var scene = office.Enter(Language.English);
        scene.Leave();
        Assert.Null((await new DialogDoor(scene).OpenAsync(FormKind.Ticket)).Form);

        scene.AddProject("Other");

        Assert.NotNull((await new DialogDoor(scene).OpenAsync(FormKind.Batch)).Form);
    }
}
