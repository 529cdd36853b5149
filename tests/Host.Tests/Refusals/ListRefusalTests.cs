using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>What is said when a list can't be done, whole or by line, at every door in every language: nothing is created, and its text is kept.</summary>
public sealed class ListRefusalTests(RefusalOffice office) : IClassFixture<RefusalOffice>
{
    public static TheoryData<string, string, Language> AtForm => RefusalDoors.Each(ListRefusals.All.Where(r => r.Field is not null).Select(r => r.Name));

    public static TheoryData<string, Language> Said =>
        RefusalDoors.EachSaid(ListRefusals.All.Where(r => r is { Field: not null, IsOfForms: false }).Select(r => r.Name));

    public static TheoryData<string, string, Language> AtLine =>
        RefusalDoors.EachOfLists(ListRefusals.All.Where(r => r is { Field: null, Checked: null }).Select(r => r.Name));

    public static TheoryData<string, string, Language> AtCreation => RefusalDoors.EachOfLists(ListRefusals.All.Where(r => r.Checked is not null).Select(r => r.Name));

    [Theory]
    [MemberData(nameof(AtForm))]
    public async Task Form_is_refused_kept_and_good_once_it_is_corrected(string name, string door, Language language)
    {
        var (refusal, scene, way, list) = await OpenAsync(name, door, language);

        var told = await way.SubmitAsync(new Dictionary<string, string> { ["project"] = Scene.Text(scene.Project.Id), ["tasks"] = list });

        Assert.Equal([KeyValuePair.Create(refusal.Field!, Expected(refusal, scene))], told.Problems);
        Assert.Equal((list, Scene.Text(scene.Project.Id)), (told.Form!["tasks"], told.Form["project"]));
        Assert.Empty(scene.Tickets);

        refusal.Mend(scene);
        Dictionary<string, string> corrected = [];
        if (refusal.Corrected is { } right)
            corrected["tasks"] = right;
        if (refusal.CorrectedProject is { } project)
            corrected["project"] = scene.IdOf(project);
        Assert.Empty((await way.SubmitAsync(corrected)).Problems);
        await CreateAsync(scene, await PreviewAsync(scene, "sausages"));
        await scene.Office.UntilAsync(_ => scene.Tickets.Count == 1);
    }

    /// <summary>The project is asked for where there are several; what is wrong with it is said to whoever chooses it.</summary>
    [Theory]
    [MemberData(nameof(Said))]
    public async Task Said_list_is_refused_and_good_once_it_is_corrected(string name, Language language)
    {
        var (refusal, scene, way, list) = await OpenAsync(name, "direct message", language);
        Dictionary<string, string> said = new() { ["tasks"] = list };
        var told = await way.SubmitAsync(said);
        if (refusal.CorrectedProject is { } project)
        {
            var question = await scene.DirectMessageAsync(p => Controls.ButtonOf(p, project) is not null);
            await scene.PressAsync(question, scene.Project.Name);
            await scene.Office.UntilAsync(_ => scene.Heard.Any(p => Told.Seen(p.Message) == Expected(refusal, scene)));
            Assert.Empty(scene.Tickets);
            await scene.PressAsync(question, project);
        }
        else
        {
            Assert.Equal(Expected(refusal, scene), told.Notice);
            Assert.Empty(scene.DirectMessages.SelectMany(Controls.Of));
            Assert.Empty(scene.Tickets);
            refusal.Mend(scene);
            said["tasks"] = refusal.Corrected ?? list;
            await way.SubmitAsync(said);
        }

        await CreateAsync(scene, await PreviewAsync(scene, "sausages"));
        await scene.Office.UntilAsync(_ => scene.Tickets.Count == 1);
    }

    [Theory]
    [InlineData(Language.English, "Choose a project in which you may create tickets.")]
    [InlineData(Language.Russian, "Выберите проект, в котором вы можете создавать задачи.")]
    public async Task Project_archived_since_it_was_offered_is_asked_for_again(Language language, string sentence)
    {
        var scene = office.Enter(language);
        scene.AddProject("Other");
        await new MessageDoor(scene).BeginAsync(FormKind.Batch);
        var question = await scene.DirectMessageAsync(p => Controls.ButtonOf(p, scene.Project.Name) is not null);
        scene.ChangeProject(p => p with { Status = ProjectStatus.Archived });

        await scene.PressAsync(question, scene.Project.Name);

        question = await scene.DirectMessageAsync(p => Told.Seen(p.Message).Contains(sentence, StringComparison.Ordinal) && Controls.ButtonOf(p, "Other") is not null);
        Assert.Null(Controls.ButtonOf(question, scene.Project.Name));
        Assert.Empty(scene.Tickets);
        await scene.PressAsync(question, "Other");
        await CreateAsync(scene, await PreviewAsync(scene, language == Language.Russian ? "сосиски" : "sausages"));
        await scene.Office.UntilAsync(_ => scene.Tickets.Count == 2);
    }

    [Theory]
    [MemberData(nameof(AtLine))]
    public async Task Line_is_refused_and_the_text_is_kept_for_correction(string name, string door, Language language)
    {
        var (refusal, scene, way, list) = await OpenAsync(name, door, language);

        var told = await way.SubmitAsync(new Dictionary<string, string> { ["project"] = Scene.Text(scene.Project.Id), ["tasks"] = list });

        Assert.Empty(told.Problems);
        var preview = await PreviewAsync(scene, "sausages");
        var line = Told.Seen(scene.Say.Format("LineSays", refusal.Line, ""));
        Assert.Equal([Expected(refusal, scene)], ProblemsOf(preview, line));
        Assert.Empty(scene.Tickets);

        var again = new DialogDoor(scene);
        var form = (await again.PressAsync(preview, scene.Say["CorrectButton"])).Form!;
        Assert.Equal((list, Scene.Text(scene.Project.Id)), (form["tasks"], form["project"]));
        Assert.Empty((await again.SubmitAsync(new Dictionary<string, string> { ["tasks"] = refusal.Corrected! })).Problems);
        await CreateAsync(scene, await PreviewAsync(scene, "plumber"));
        await scene.Office.UntilAsync(_ => scene.Tickets.Count == 2);
    }

    [Theory]
    [MemberData(nameof(AtCreation))]
    public async Task Result_names_the_line_and_gives_back_its_text(string name, string door, Language language)
    {
        var (refusal, scene, way, list) = await OpenAsync(name, door, language);
        Assert.Empty((await way.SubmitAsync(new Dictionary<string, string> { ["project"] = Scene.Text(scene.Project.Id), ["tasks"] = list })).Problems);
        var preview = await PreviewAsync(scene, "sausages");
        refusal.Checked!(scene);

        await CreateAsync(scene, preview);

        var title = scene.Say.Format("NotCreatedTitle", 1);
        await scene.Office.UntilAsync(w => w.Post(preview.Id).Message.Contains(title, StringComparison.Ordinal));
        var lines = Told.Seen(scene.Office.World.Post(preview.Id).Message).Split('\n');
        Assert.Contains($"- {scene.Say.Format("LineSays", refusal.Line, Expected(refusal, scene))}", lines);
        Assert.Contains(list.Split('\n')[refusal.Line - 1], lines);
        Assert.Equal(list.Split('\n').Length - 1, scene.Tickets.Count);
    }

    private async Task<(ListRefusal Refusal, Scene Scene, IRefusalDoor Way, string List)> OpenAsync(string name, string door, Language language)
    {
        var refusal = ListRefusals.All.Single(r => r.Name == name);
        var scene = office.Enter(language);
        scene.Office.Direct(scene.Person);
        var way = RefusalDoors.Open(door, scene);
        refusal.Before(scene);
        Assert.NotNull((await way.OpenAsync(FormKind.Batch)).Form);
        refusal.Since(scene);
        return (refusal, scene, way, refusal.List(scene));
    }

    private static string Expected(ListRefusal refusal, Scene scene)
    {
        var sentence = refusal.Sentence(scene, scene.Say);
        if (scene.Language == Language.English)
            Assert.Equal(refusal.English(scene), sentence);
        return sentence;
    }

    private static Task<MattermostPost> PreviewAsync(Scene scene, string word) =>
        scene.DirectMessageAsync(p => p.Message.Contains(word, StringComparison.Ordinal) && Controls.ButtonOf(p, scene.Say["CorrectButton"]) is not null);

    private static Task CreateAsync(Scene scene, MattermostPost preview) =>
        scene.PressAsync(preview, scene.Language == Language.Russian ? "Создать" : "Create");

    /// <summary>What stands below the line that begins so.</summary>
    private static IReadOnlyList<string> ProblemsOf(MattermostPost preview, string line) =>
    [
        .. Told.Seen(preview.Message).Split('\n')
            .SkipWhile(l => !l.StartsWith($"- {line}", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith("    - ", StringComparison.Ordinal)).Select(l => l[6..]),
    ];
}
