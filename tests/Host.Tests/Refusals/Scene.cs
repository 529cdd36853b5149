using System.Globalization;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>A person whom nobody else uses, with a private project of their own: what happens to them happens to nobody else.</summary>
public sealed class Scene
{
    private readonly int _number;

    public Scene(Office office, int number, Language language)
    {
        (Office, _number, Language) = (office, number, language);
        var locale = language == Language.Russian ? "ru" : "en";
        Person = office.World.AddUser(LoginOf(number), "Person", Text(number), locale);
        office.World.Join(office.World.Teams[0], Person);
        office.World.Join(Dev, Person);
        Account = office.RedmineWorld.AddUser(LoginOf(number), "Person", Text(number), locale);
        Project = AddProject("Project");
    }

    public Office Office { get; }

    public Language Language { get; }

    public Sentences Say => Sentences.In(Language);

    public MattermostUser Person { get; private set; }

    public RedmineUser Account { get; }

    /// <summary>The person is a manager in it.</summary>
    public RedmineProject Project { get; }

    public MattermostChannel Dev => Office.World.Channel("dev");

    public string Login => LoginOf(_number);

    public string Subject => $"Fix the tap {Login}";

    public IReadOnlyList<RedmineIssue> Tickets => [.. Office.RedmineWorld.Data.Issues.Values.Where(i => i.AuthorId == Account.Id)];

    /// <summary>Where the person's one ticket is found; there may be none yet.</summary>
    public string TicketLink => Tickets is [var only] ? Office.TicketUrl(only.Id) : "(none)";

    public IReadOnlyList<MattermostPost> Heard => Office.World.EphemeralsFor(Person);

    public IReadOnlyList<MattermostPost> DirectMessages => Office.DirectMessages(Person);

    /// <summary>The people whom the map of <see cref="RefusalOffice"/> knows.</summary>
    public static string LoginOf(int number) => $"p{number.ToString("000", CultureInfo.InvariantCulture)}";

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A day as the person reads it.</summary>
    public string Day(DateOnly day) => day.ToString(Language == Language.Russian ? "dd.MM.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public RedmineProject AddProject(string name, Func<RedmineProject, RedmineProject>? with = null)
    {
        var project = Office.RedmineWorld.AddProject($"{name.ToLowerInvariant()}-{Login}", $"{name} {Login}", isPublic: false, with);
        Office.RedmineWorld.AddMember(project, Account, "Manager");
        return project;
    }

    public string IdOf(string project) => Text(Office.RedmineWorld.Data.Projects.Values.Single(p => p.Name == $"{project} {Login}").Id);

    public void ChangeAccount(Func<RedmineUser, RedmineUser> change) =>
        Office.RedmineWorld.Change(d => d with { Users = d.Users.SetItem(Account.Id, change(d.Users[Account.Id])) });

    public void ForgetAccount()
    {
        Leave();
        Office.RedmineWorld.Change(d => d with { Users = d.Users.Remove(Account.Id) });
    }

    public void ChangeProject(Func<RedmineProject, RedmineProject> change) =>
        Office.RedmineWorld.Change(d => d with { Projects = d.Projects.SetItem(Project.Id, change(d.Projects[Project.Id])) });

    public void DeleteProject()
    {
        Leave();
        Office.RedmineWorld.Change(d => d with { Projects = d.Projects.Remove(Project.Id) });
    }

    /// <summary>The person is taken out of the project.</summary>
    public void Leave() => Office.RedmineWorld.Change(d => d with
    {
        Members = d.Members.RemoveRange(d.Members.Values.Where(m => m.UserId == Account.Id && m.ProjectId == Project.Id).Select(m => m.Id)),
    });

    /// <summary>The project's tickets have this field, one of those there are.</summary>
    public void Use(string field) => Office.RedmineWorld.Change(d =>
    {
        var its = d.CustomFields.Values.Single(f => f.Name == field);
        return d with { CustomFields = d.CustomFields.SetItem(its.Id, its with { ProjectIds = its.ProjectIds.Add(Project.Id) }) };
    });

    /// <summary>What forms call a custom field.</summary>
    public string KeyOf(string field) => $"cf_{Text(Office.RedmineWorld.Data.CustomFields.Values.Single(f => f.Name == field).Id)}";

    public string KeyIfCustom(string field) => Office.RedmineWorld.Data.CustomFields.Values.Any(f => f.Name == field) ? KeyOf(field) : field;

    /// <summary>The person is called otherwise from now on.</summary>
    public void Rename(string username) => Person = Office.World.ChangeUser(Person, u => u with { Username = username });

    /// <summary>The person is a guest of the server from now on, in the same channels.</summary>
    public void MakeGuest() => Person = Office.World.ChangeUser(Person, u => u with { Roles = ["system_guest"] });

    /// <summary>The person is called otherwise, and somebody new has their name.</summary>
    public void ReplacePerson()
    {
        var locale = Person.Locale;
        Rename($"old.{Login}");
        Person = Office.World.AddUser(Login, "Person", "Second", locale);
        Office.World.Join(Office.World.Teams[0], Person);
        Office.World.Join(Dev, Person);
    }

    /// <summary>Another person of this Mattermost, a member of nothing in Redmine.</summary>
    public MattermostUser AddColleague(string username) =>
        Office.World.Users.FirstOrDefault(u => u.Username == username) ?? Office.World.AddUser(username);

    /// <summary>The newest message of the bot in the direct message, once there is one like this.</summary>
    public async Task<MattermostPost> DirectMessageAsync(Func<MattermostPost, bool> isWanted)
    {
        Office.Direct(Person);
        await Office.UntilAsync(_ => DirectMessages.Any(isWanted));
        return DirectMessages.Last(isWanted);
    }

    public Task PressAsync(MattermostPost post, string button) => Office.Mattermost.PressAs(Person, post, Controls.ButtonOf(post, button)!);
}
