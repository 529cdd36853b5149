using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>
/// The database of a stand-in Redmine. Thread-safe; it outlives the server that shows it. <c>Add…</c> prepares a world,
/// <see cref="Change"/> does whatever else a person would do in Redmine's pages.
/// </summary>
public sealed class RedmineWorld
{
    /// <summary>The administrator's API key, the same in every world.</summary>
    public const string AdminKey = "5ca1ab1e0ddba11c0ffee0b57ac1e5deadbea700";

    /// <summary>And the password of the same account, <c>admin</c>.</summary>
    public const string AdminPassword = "sandbox-admin";

    private readonly Lock _lock = new();
    private RedmineData _data;

    private RedmineWorld(TimeProvider time)
    {
        Time = time;
        _data = RedmineDefaults.Create(AdminKey, time.GetUtcNow());
    }

    public TimeProvider Time { get; }

    /// <summary>As it is now; what changes later is not seen in it.</summary>
    public RedmineData Data
    {
        get
        {
            lock (_lock)
                return _data;
        }
    }

    /// <summary>Redmine's default roles, trackers, statuses and priorities, and the administrator; no people, no projects.</summary>
    public static RedmineWorld CreateEmpty(TimeProvider time) => new(time);

    /// <summary>A small office at work: alice, bob and ivan (who reads Russian), a public and a private project, and their tickets.</summary>
    public static RedmineWorld CreateSeeded(TimeProvider time)
    {
        var world = new RedmineWorld(time);
        OfficeSeed.Fill(world);
        return world;
    }

    /// <summary>Puts a new snapshot in the place of the old one. <paramref name="change"/> must not wait: nobody else reads meanwhile.</summary>
    public void Change(Func<RedmineData, RedmineData> change)
    {
        lock (_lock)
            _data = change(_data);
    }

    public RedmineUser AddUser(string login, string firstName, string lastName, string language = "en", Func<RedmineUser, RedmineUser>? with = null) =>
        Add(d =>
        {
            var user = new RedmineUser(NextPrincipalId(d), login, firstName, lastName)
            {
                Language = language,
                ApiKey = KeyOf(login),
                CreatedOn = Time.GetUtcNow(),
            };
            user = with?.Invoke(user) ?? user;
            return (d with { Users = d.Users.Add(user.Id, user) }, user);
        });

    public RedmineGroup AddGroup(string name) =>
        Add(d =>
        {
            var group = new RedmineGroup(NextPrincipalId(d), name);
            return (d with { Groups = d.Groups.Add(group.Id, group) }, group);
        });

    /// <summary>With all trackers, unless <paramref name="with"/> says otherwise.</summary>
    public RedmineProject AddProject(string identifier, string name, bool isPublic = true, Func<RedmineProject, RedmineProject>? with = null) =>
        Add(d =>
        {
            var project = new RedmineProject(NextId(d.Projects), identifier, name)
            {
                IsPublic = isPublic,
                TrackerIds = [.. d.Trackers.Keys],
                CreatedOn = Time.GetUtcNow(),
            };
            project = with?.Invoke(project) ?? project;
            return (d with { Projects = d.Projects.Add(project.Id, project) }, project);
        });

    public RedmineRole AddRole(string name, IssuesVisibility visibility, bool assignable, params string[] permissions) =>
        Add(d =>
        {
            var role = new RedmineRole(NextId(d.Roles), name, [.. permissions]) { IssuesVisibility = visibility, Assignable = assignable };
            return (d with { Roles = d.Roles.Add(role.Id, role) }, role);
        });

    /// <summary><paramref name="roles"/> by name: those of the default data are <c>Manager</c>, <c>Developer</c> and <c>Reporter</c>.</summary>
    public RedmineMember AddMember(RedmineProject project, RedmineUser user, params string[] roles) => AddMember(project, user.Id, roles);

    /// <summary>The group alone: its people are members only where they are added themselves.</summary>
    public RedmineMember AddMember(RedmineProject project, RedmineGroup group, params string[] roles) => AddMember(project, group.Id, roles);

    private RedmineMember AddMember(RedmineProject project, int principalId, string[] roles) =>
        Add(d =>
        {
            var member = new RedmineMember(NextId(d.Members), project.Id, principalId, [.. roles.Select(n => d.Roles.Values.First(r => r.Name == n).Id)]);
            return (d with { Members = d.Members.Add(member.Id, member) }, member);
        });

    public RedmineCustomField AddCustomField(string name, string format, RedmineProject project, Func<RedmineCustomField, RedmineCustomField>? with = null) =>
        Add(d =>
        {
            var field = new RedmineCustomField(NextId(d.CustomFields), name, format) { ProjectIds = [project.Id], TrackerIds = project.TrackerIds };
            field = with?.Invoke(field) ?? field;
            return (d with { CustomFields = d.CustomFields.Add(field.Id, field) }, field);
        });

    /// <summary>As the author would have created it just now: first tracker, its default status, default priority, no checks.</summary>
    public RedmineIssue AddIssue(RedmineProject project, RedmineUser author, string subject, Func<RedmineIssue, RedmineIssue>? with = null) =>
        Add(d =>
        {
            var tracker = d.Trackers[project.TrackerIds[0]];
            var now = Time.GetUtcNow();
            var issue = new RedmineIssue(d.LastIssueId + 1, project.Id, author.Id, subject)
            {
                TrackerId = tracker.Id,
                StatusId = tracker.DefaultStatusId,
                PriorityId = d.Priorities.Values.First(p => p.IsDefault).Id,
                StartDate = TodayOf(author),
                CreatedOn = now,
                UpdatedOn = now,
            };
            issue = with?.Invoke(issue) ?? issue;
            return (d with { Issues = d.Issues.Add(issue.Id, issue), LastIssueId = issue.Id }, issue);
        });

    /// <summary>The day it is for this person, by which a new ticket's start date is filled.</summary>
    internal DateOnly TodayOf(RedmineUser? user) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), user?.TimeZone ?? Time.LocalTimeZone).DateTime);

    internal T Add<T>(Func<RedmineData, (RedmineData Data, T Result)> change)
    {
        lock (_lock)
        {
            (_data, var result) = change(_data);
            return result;
        }
    }

    private static int NextId<T>(ImmutableSortedDictionary<int, T> items) => items.Keys.DefaultIfEmpty().Max() + 1;

    /// <summary>The first ones are the administrator's and those of groups that Redmine makes itself.</summary>
    private static int NextPrincipalId(RedmineData data) => Math.Max(5, Math.Max(NextId(data.Users), NextId(data.Groups)));

    private static string KeyOf(string login) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(login)))[..40];
}
