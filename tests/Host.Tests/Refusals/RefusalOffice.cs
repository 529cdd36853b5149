using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>One bridge for many refusals, with its native commands and as an installed App.</summary>
public class RefusalOffice : IAsyncLifetime
{
    /// <summary>Every project that uses it must give it, and forms ask for it.</summary>
    public const string Required = "Reason";

    /// <summary>The same, but the bridge has seen it before it became so: its forms don't ask.</summary>
    public const string RequiredSince = "Room";

    /// <summary>Mapped to a login that Redmine doesn't have.</summary>
    public const string Unknown = "nora";

    /// <summary>In Mattermost, and not in the map.</summary>
    public const string Unmapped = "carol";

    /// <summary>Known to both, and a member of none of the projects.</summary>
    public const string Outsider = "bob";

    private const int PeopleAtMost = 999;
    private int _people;

    public Office Office { get; private set; } = null!;

    /// <summary>Of Mattermost.</summary>
    protected virtual string Version => "5.37.0";

    public async Task InitializeAsync()
    {
        var people = string.Join(';', Enumerable.Range(1, PeopleAtMost).Select(i => $"{Scene.LoginOf(i)}={Scene.LoginOf(i)}"));
        Office = await Office.OpenAsync(
            s => s with { AppsSecret = Office.AppsSecret, Users = UserMap.Parse($"bob=bob;{Unknown}=nora.gone;{people}", out _) },
            prepare: w => w.Settings = w.Settings with { Version = Version },
            prepareRedmine: Prepare);
        await Office.CommandsAreThereAsync();
        await Office.HealthAsync("redmine", "online");
        // What is the same for all is read at the start; once somebody has got a form, it has been.
        Assert.NotNull((await new DialogDoor(Enter(Language.English)).OpenAsync(Actors.Forms.FormKind.Ticket)).Form);
        Office.RedmineWorld.Change(d =>
        {
            var field = d.CustomFields.Values.Single(f => f.Name == RequiredSince);
            return d with { CustomFields = d.CustomFields.SetItem(field.Id, field with { IsRequired = true }) };
        });
        var admin = Office.World.AddUser("root", with: u => u with { Roles = ["system_admin", "system_user"] });
        Assert.Equal("ok", (string?)(await Office.Mattermost.InstallAppAs(admin, new(Office.BridgeUrl, "manifest.json"), Office.AppsSecret))["type"]);
    }

    public async Task DisposeAsync() => await Office.DisposeAsync();

    public Scene Enter(Language language) => new(Office, ++_people, language);

    /// <summary>Only members may add tickets, so that everybody has their own projects alone.</summary>
    private static void Prepare(RedmineWorld redmine)
    {
        redmine.Change(d => d with
        {
            Roles = d.Roles.SetItems(d.Roles.Values.Where(r => r.IsBuiltIn).Select(r => KeyValuePair.Create(r.Id, r with { Permissions = r.Permissions.Remove("add_issues") }))),
        });
        var template = redmine.AddProject("template", "Template", isPublic: false);
        redmine.AddCustomField(Required, "string", template, f => f with { IsRequired = true });
        redmine.AddCustomField(RequiredSince, "string", template);
    }
}
