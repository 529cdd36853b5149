using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The table of what can be wrong with a list of tasks.</summary>
internal static class ListRefusals
{
    private const string Tasks = "tasks";
    private const string Project = "project";
    private const string Good = "1. Buy sausages";
    private const string TwoGood = "1. Buy sausages\n2. Call the plumber";

    private static string First => DaysAhead.FirstOfMay.InShort();

    private static string Ninth => DaysAhead.NinthOfMay.InShort();

    public static IReadOnlyList<ListRefusal> All { get; } =
    [
        Whole(
            "no task", " \n", say => say["ProblemBatchEmpty"], "There is no task in this text. Write one a line: 1. Buy sausages @alice 09.05.27") with
        {
            IsOfForms = true,
        },
        Whole(
            "too long", new('x', 16_001), say => say.Format("ProblemBatchTooLong", 16_001), "The list has 16001 characters, 16,000 is the limit. Split it."),
        Whole(
            "too many tasks", string.Join('\n', Enumerable.Range(1, 201).Select(i => $"{i}. Task")), say => say.Format("ProblemBatchTooManyItems", 201),
            "The list has 201 tasks, 200 is the limit. Split it."),
        new(
            "project asks for more", _ => Good, (_, say) => say.Format("ProblemRequiredFields", RefusalOffice.Required),
            _ => "Tickets of this project need further fields (Reason), which a list can't give. Use the form, or choose another project.")
        {
            Field = Project,
            Before = s =>
            {
                s.AddProject("Other");
                s.Use(RefusalOffice.Required);
            },
            CorrectedProject = "Other",
        },
        new(
            "project archived since", _ => Good, (_, say) => say["ProjectGone"],
            _ => "Redmine doesn't let you create tickets in this project (any more): it may be closed, archived or deleted, or you are no member of it. Choose another one.")
        {
            Field = Project,
            Before = s => s.AddProject("Other"),
            Since = s => s.ChangeProject(p => p with { Status = ProjectStatus.Archived }),
            IsOfForms = true,
            CorrectedProject = "Other",
        },
        new("no project left", _ => Good, (_, say) => say["NoProjects"], _ => "There is no project in Redmine in which you may create tickets. Please ask the administrator of Redmine for it.")
        {
            Field = Told.Whole,
            Since = s => s.Leave(),
            Mend = s => s.Office.RedmineWorld.AddMember(s.Project, s.Account, "Manager"),
        },
        new("account locked since", _ => Good, (s, say) => say.Format("NoRedmineAccount", s.Login), Locked)
        {
            Field = Told.Whole,
            Since = s => s.ChangeAccount(a => a with { IsLocked = true }),
            Mend = s => s.ChangeAccount(a => a with { IsLocked = false }),
        },
        new("Redmine away", _ => Good, (_, say) => say["RedmineAway"], _ => "Redmine doesn't answer at the moment. Please try again in a minute.")
        {
            Field = Told.Whole,
            Since = s => s.Office.Redmine.Faults.Inject("GET", $"/projects/{s.Project.Id}", new Fault.Answer(503), times: 1),
        },
        Second("a line of no task", "\nBye", say => say["ProblemItemUnmarked"], "The line belongs to no task: begin it with a number or a hyphen.") with { Line = 3 },
        Second("no subject", $"2. @bob {Ninth}", say => say["ProblemItemSubjectEmpty"], "The task has no subject. Write what is to be done.") with
        {
            Before = s => s.Office.RedmineWorld.AddMember(s.Project, s.Office.RedmineWorld.Data.Users.Values.Single(u => u.Login == "bob"), "Developer"),
        },
        Second(
            "subject too long", $"2. {new string('x', 256)}", say => say.Format("ProblemItemSubjectTooLong", 256),
            "Redmine takes 255 characters at most; this subject has 256. Shorten it."),
        Second(
            "several dates", $"2. Call {First} {Ninth}", say => say.Format("ProblemItemSeveralDates", $"{First}, {Ninth}"),
            $"A task has one due date, here are several: {First}, {Ninth}. Leave one."),
        Second(
            "several assignees", "2. Call @alice @ivan", say => say.Format("ProblemItemSeveralAssignees", "@alice, @ivan"),
            "A task has one assignee, here are several: @alice, @ivan. Leave one."),
        Second("no such day", "2. Call 31.02.2027", say => say.Format("ProblemDateUnreal", "31.02.2027"), "There is no such day as 31.02.2027. Write it like 09.05.2027."),
        Second(
            "day or month", "2. Call 09/05/2027", say => say.Format("ProblemDateAmbiguous", "09/05/2027"),
            "09/05/2027 can be read as two different days. Write it like 09.05.2027, the day first."),
        Second(
            "due date past", "2. Call 01.01.2020", say => say.Format("ProblemDatePast", "01.01.2020"),
            "The due date 01.01.2020 has passed already. Choose today or a later day."),
        Second(
            "assignee unknown", "2. Call @nobody.here", say => say.Format("ProblemPersonStranger", "@nobody.here"),
            "There is nobody called @nobody.here in this Mattermost. Check how the name is written."),
        Second(
            "assignee not in the map", "2. Call @carol", say => say.Format("ProblemPersonNotMapped", "carol"),
            "I don't know the Redmine account of @carol. Choose somebody else, or ask your administrator to add the line carol=redmine_login to the bridge's map of people.") with
        {
            Before = s => s.AddColleague(RefusalOffice.Unmapped),
        },
        Second(
            "assignee without account", "2. Call @nora", say => say.Format("ProblemPersonNoAccount", "nora"),
            "The account of @nora in Redmine is unknown or locked. Choose somebody else, or ask your administrator to mend it.") with
        {
            Before = s => s.AddColleague(RefusalOffice.Unknown),
        },
        Second("assignee a bot", "2. Call @redmine", say => say.Format("ProblemPersonInactive", "redmine"), "@redmine is a bot or a deactivated account. Choose somebody else."),
        new(
            "assignee no member", _ => $"{Good}\n2. Call @bob", (s, say) => say.Format("ProblemPersonNotAssignable", "bob", s.Project.Name),
            s => $"@bob can't be assigned tickets of the project “{s.Project.Name}”: no member there, or without a role for it. Choose somebody else, or ask a manager of the project to add them.")
        {
            Line = 2,
            Corrected = TwoGood,
        },
        new("Redmine refuses a line", _ => TwoGood, (_, _) => "Subject is not to Redmine's taste", _ => "Subject is not to Redmine's taste")
        {
            Line = 1,
            Checked = s => s.Office.Redmine.Faults.Inject(
                "POST", $"/projects/{s.Project.Id}", new Fault.Answer(422, """{"errors":["Subject is not to Redmine's taste"]}"""), times: 1),
        },
        new(
            "project closed since the check", _ => Good, (_, say) => say["ProjectGone"],
            _ => "Redmine doesn't let you create tickets in this project (any more): it may be closed, archived or deleted, or you are no member of it. Choose another one.")
        {
            Line = 1,
            Checked = s => s.ChangeProject(p => p with { Status = ProjectStatus.Closed }),
        },
        new("account locked since the check", _ => Good, (s, say) => say.Format("NoRedmineAccount", s.Login), Locked)
        {
            Line = 1,
            Checked = s => s.ChangeAccount(a => a with { IsLocked = true }),
        },
    ];

    private static ListRefusal Whole(string name, string list, Func<Sentences, string> sentence, string english) =>
        new(name, _ => list, (_, say) => sentence(say), _ => english) { Field = Tasks, Corrected = Good };

    /// <summary>The first line is good, the second isn't.</summary>
    private static ListRefusal Second(string name, string line, Func<Sentences, string> sentence, string english) =>
        new(name, _ => $"{Good}\n{line}", (_, say) => sentence(say), _ => english) { Line = 2, Corrected = TwoGood };

    private static string Locked(Scene scene) =>
        $"Redmine has no active account `{scene.Login}`: it is unknown or locked. Please ask your administrator to correct the map of people or to unlock the account.";
}
