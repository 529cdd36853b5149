using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>When Redmine does nothing for anybody it is said so, at every door in every language, and forms stay as they were filled in.</summary>
public sealed class ServerTroubleTests
{
    public static TheoryData<string> Rows => [.. ServerTrouble.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_is_created_and_the_reason_is_said(string name)
    {
        var trouble = ServerTrouble.All.Single(t => t.Name == name);
        Assert.Equal(trouble.English, trouble.Sentence(Sentences.In(Language.English)));
        var office = new RefusalOffice();
        await office.InitializeAsync();
        try
        {
            List<(Scene Scene, string Door, FormKind Kind, IRefusalDoor Opened)> waiting = [];
            foreach (var (door, language) in RefusalDoors.Each(["any"]).Select(row => ((string)row[1], (Language)row[2])))
            {
                foreach (var kind in Enum.GetValues<FormKind>())
                {
                    var scene = office.Enter(language);
                    var opened = RefusalDoors.Open(door, scene);
                    Assert.NotNull((await opened.OpenAsync(kind)).Form);
                    waiting.Add((scene, door, kind, opened));
                }
            }

            trouble.Begin(office);

            foreach (var (scene, door, kind, opened) in waiting)
            {
                var row = $"{name}, {door}, {scene.Language}, {kind}";
                Dictionary<string, string> typed = kind == FormKind.Ticket
                    ? new() { ["subject"] = scene.Subject, ["description"] = "Room 5" }
                    : new() { ["project"] = Scene.Text(scene.Project.Id), ["tasks"] = "1. Buy sausages" };
                var sentence = trouble.Sentence(scene.Say);
                var sent = await opened.SubmitAsync(typed);
                Assert.Equal((row, sentence), (row, sent.Problems.GetValueOrDefault(Told.Whole)));
                Assert.All(typed, t => Assert.Equal(t.Value, sent.Form![t.Key]));
                var fresh = office.Enter(scene.Language);
                var told = await RefusalDoors.Open(door, fresh).OpenAsync(kind);
                Assert.Equal((row, sentence), (row, told.Notice));
                Assert.Empty(scene.Tickets);
            }

            foreach (var language in Enum.GetValues<Language>())
            {
                foreach (var kind in Enum.GetValues<FormKind>())
                {
                    var scene = office.Enter(language);
                    var row = $"{name}, direct message, {language}, {kind}";
                    Assert.Equal((row, trouble.Sentence(scene.Say)), (row, (await new MessageDoor(scene).BeginAsync(kind)).Notice));
                    Assert.Empty(scene.DirectMessages.SelectMany(Controls.Of));
                    Assert.Empty(scene.Tickets);
                }
            }
        }
        finally
        {
            await office.DisposeAsync();
        }
    }

    /// <summary>The key is refused between the check and the creation: that is no reason to lose what was confirmed.</summary>
    [Theory]
    [InlineData("dialog", Language.Russian)]
    [InlineData("App", Language.English)]
    public async Task Confirmed_ticket_waits_for_the_administrator_says_so_and_is_created_once(string door, Language language)
    {
        var office = new RefusalOffice();
        await office.InitializeAsync();
        try
        {
            var scene = office.Enter(language);
            scene.Office.Direct(scene.Person);
            var way = RefusalDoors.Open(door, scene);
            Assert.NotNull((await way.OpenAsync(FormKind.Ticket)).Form);
            scene.Office.Redmine.Faults.Inject("POST", $"/projects/{scene.Project.Id}", new Fault.Answer(401), times: 1);

            var sending = way.SubmitAsync(new Dictionary<string, string> { ["subject"] = scene.Subject });

            var waits = scene.Say.Format("CreationWaitsForAdministrator", scene.Say["RedmineKeyRefused"]);
            await scene.DirectMessageAsync(p => p.Message.EndsWith(waits, StringComparison.Ordinal));
            Assert.Empty(scene.Tickets);
            Assert.Empty((await sending).Problems);
            await scene.Office.UntilAsync(_ => scene.DirectMessages.Any(p => p.Message.Contains(scene.TicketLink, StringComparison.Ordinal)));
            Assert.Single(scene.Tickets);
        }
        finally
        {
            await office.DisposeAsync();
        }
    }
}
