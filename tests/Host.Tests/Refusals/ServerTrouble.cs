using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>Redmine does nothing for anybody.</summary>
/// <param name="Sentence">Made from the sentence of that name.</param>
/// <param name="English">The same in full, as a person reads it.</param>
public sealed record ServerTrouble(string Name, Action<RefusalOffice> Begin, Func<Sentences, string> Sentence, string English)
{
    public static IReadOnlyList<ServerTrouble> All { get; } =
    [
        new(
            "key refused", o => Admin(o, a => a with { ApiKey = new('0', 40) }), say => say.Format("RedmineMisconfigured", say["RedmineKeyRefused"]),
            "Redmine doesn't let me in: it refuses the bridge's API key. Please tell your administrator."),
        new(
            "key of no administrator", o => Admin(o, a => a with { IsAdmin = false }), say => say.Format("RedmineMisconfigured", say["RedmineKeyNotAdministrator"]),
            "Redmine doesn't let me in: the bridge's API key isn't an administrator's. Please tell your administrator."),
        new(
            "REST off", o => o.Office.RedmineWorld.Change(d => d with { RestEnabled = false }), say => say.Format("RedmineMisconfigured", say["RedmineRestOff"]),
            "Redmine doesn't let me in: its REST API is switched off. Please tell your administrator."),
        new(
            "Redmine away", o => o.Office.Redmine.Faults.Inject(_ => true, new Fault.Refuse()), say => say["RedmineAway"],
            "Redmine doesn't answer at the moment. Please try again in a minute."),
    ];

    private static void Admin(RefusalOffice office, Func<RedmineUser, RedmineUser> change) =>
        office.Office.RedmineWorld.Change(d => d with { Users = d.Users.SetItem(1, change(d.Users[1])) });
}
