using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>Somebody for whom no form can be made at all, and no conversation be held.</summary>
/// <param name="Sentence">Made from the sentence of that name.</param>
/// <param name="English">The same in full, as a person reads it.</param>
public sealed record PersonRefusal(string Name, Func<Scene, Task> Before, Func<Scene, Sentences, string> Sentence, Func<Scene, string> English)
{
    public static IReadOnlyList<PersonRefusal> All { get; } =
    [
        new(
            "not in the map", Now(s => s.Rename($"stranger.{s.Login}")), (s, say) => say.Format("NotMapped", s.Person.Username),
            s => $"I don't know your Redmine account yet, so I can't act for you. Please ask your administrator to add the line `{s.Person.Username}=your_redmine_login` to the bridge's map of people."),
        new(
            "has another's name", TakeNameAsync, (s, say) => say.Format("PinnedToAnother", s.Login),
            s => $"The name `{s.Login}` belonged to another Mattermost account when I first saw it, so I don't act for it. Please ask your administrator to confirm the change with `redmine-bridge confirm {s.Login}`."),
        new(
            "guest", Now(s => s.MakeGuest()), (_, say) => say["GuestsMayNotAct"],
            _ => "Guests of this Mattermost can't use the bridge. Please ask your administrator to make you a member, or to allow it to guests with the setting `Users__Guests=on`."),
        new("account missing", Now(s => s.ForgetAccount()), (s, say) => say.Format("NoRedmineAccount", s.Login), NoAccount),
        new("account locked", Now(s => s.ChangeAccount(a => a with { IsLocked = true })), (s, say) => say.Format("NoRedmineAccount", s.Login), NoAccount),
        new("member of no project", Now(s => s.Leave()), (_, say) => say["NoProjects"], NoProjects),
        new("project closed", Now(s => s.ChangeProject(p => p with { Status = ProjectStatus.Closed })), (_, say) => say["NoProjects"], NoProjects),
        new("project archived", Now(s => s.ChangeProject(p => p with { Status = ProjectStatus.Archived })), (_, say) => say["NoProjects"], NoProjects),
        new("project without tickets", Now(s => s.ChangeProject(p => p with { Modules = [] })), (_, say) => say["NoProjects"], NoProjects),
    ];

    private static Func<Scene, Task> Now(Action<Scene> change) => scene =>
    {
        change(scene);
        return Task.CompletedTask;
    };

    private static async Task TakeNameAsync(Scene scene)
    {
        Assert.NotNull((await new DialogDoor(scene).OpenAsync(FormKind.Ticket)).Form);
        scene.ReplacePerson();
    }

    private static string NoAccount(Scene scene) =>
        $"Redmine has no active account `{scene.Login}`: it is unknown or locked. Please ask your administrator to correct the map of people or to unlock the account.";

    private static string NoProjects(Scene scene) =>
        "There is no project in Redmine in which you may create tickets. Please ask the administrator of Redmine for it.";
}
