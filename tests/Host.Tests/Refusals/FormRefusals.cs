using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The table of what can be wrong with a ticket form.</summary>
internal static class FormRefusals
{
    private const string Subject = "subject";
    private const string Start = "start_date";
    private const string Due = "due_date";
    private const string Hours = "estimated_hours";
    private const string Assignee = "assignee";
    private const string Project = "project";
    private const int Bug = 1;
    private const int Support = 3;

    /// <summary>Stands for whoever fills in the form.</summary>
    private const string Self = "@self";

    private static DateOnly Ninth => DaysAhead.NinthOfMay;

    public static IReadOnlyList<FormRefusal> All { get; } =
    [
        Value("subject empty", Subject, "  ", "Tap", "ProblemRequired", "Please fill this in."),
        Value(
            "subject too long", Subject, new('x', 256), "Tap", "ProblemSubjectTooLong",
            "Redmine takes 255 characters at most; this has 256. Move the rest to the description.", 256),
        Value(
            "start date not understood", Start, "someday", "tomorrow", "ProblemDateNotUnderstood",
            "I don't understand the date “someday”. Write it like 09.05.2027, tomorrow or in 3 days.", "someday"),
        Value(
            "due date not understood", Due, "someday", "tomorrow", "ProblemDateNotUnderstood",
            "I don't understand the date “someday”. Write it like 09.05.2027, tomorrow or in 3 days.", "someday"),
        Value("no such day", Due, "31.02.2027", Ninth.InFull(), "ProblemDateUnreal", "There is no such day as 31.02.2027. Write it like 09.05.2027.", "31.02.2027"),
        Value(
            "day or month", Due, "09/05/2027", Ninth.InFull(), "ProblemDateAmbiguous",
            "09/05/2027 can be read as two different days. Write it like 09.05.2027, the day first.", "09/05/2027"),
        new(
            "due date past", Due, (s, say) => say.Format("ProblemDatePast", s.Day(new(2020, 1, 1))), _ => "The due date 2020-01-01 has passed already. Choose today or a later day.")
        {
            Typed = _ => new() { [Due] = "01.01.2020" },
            Corrected = _ => new() { [Due] = "tomorrow" },
        },
        new(
            "due before start", Due, (s, say) => say.Format("ProblemDueBeforeStart", s.Day(Ninth), s.Day(Ninth.AddDays(1))),
            _ => $"The due date {Ninth.Iso()} is before the start date {Ninth.AddDays(1).Iso()}. Change one of them.")
        {
            Typed = _ => new() { [Start] = Ninth.AddDays(1).InFull(), [Due] = Ninth.InFull() },
            Corrected = _ => new() { [Due] = Ninth.AddDays(2).InFull() },
        },
        Value(
            "hours no number", Hours, "long", "1:30", "ProblemHoursNotUnderstood", "“long” is not a number of hours. Write it like 1.5 or 1:30.", "long"),
        Value(
            "hours of no length", Hours, "0", "1,5", "ProblemHoursOutOfRange",
            "“0” can't be the hours. Write more than 0 and at most 9999, like 1.5 or 1:30.", "0"),
        Value("percent beyond hundred", "done_ratio", "150", "50", "ProblemPercent", "Write a whole number from 0 to 100."),
        Value(
            "assignee not in the map", Assignee, "@carol", Self, "ProblemPersonNotMapped",
            "I don't know the Redmine account of @carol. Choose somebody else, or ask your administrator to add the line carol=redmine_login to the bridge's map of people.", "carol"),
        Value(
            "assignee without account", Assignee, "@nora", Self, "ProblemPersonNoAccount",
            "The account of @nora in Redmine is unknown or locked. Choose somebody else, or ask your administrator to mend it.", "nora"),
        Value(
            "assignee a bot", Assignee, "@redmine", Self, "ProblemPersonInactive", "@redmine is a bot or a deactivated account. Choose somebody else.", "redmine"),
        new(
            "assignee no member", Assignee, (s, say) => say.Format("ProblemPersonNotAssignable", "bob", s.Project.Name),
            s => $"@bob can't be assigned tickets of the project “{s.Project.Name}”: no member there, or without a role for it. Choose somebody else, or ask a manager of the project to add them.")
        {
            Typed = _ => new() { [Assignee] = "@bob" },
            Corrected = s => new() { [Assignee] = $"@{s.Login}" },
        },
        new("required field empty", RefusalOffice.Required, (_, say) => say["ProblemRequired"], _ => "Please fill this in.")
        {
            Before = s => s.Use(RefusalOffice.Required),
            Typed = s => new() { [s.KeyOf(RefusalOffice.Required)] = " " },
            Corrected = s => new() { [s.KeyOf(RefusalOffice.Required)] = "It leaks" },
        },
        new(
            "field required since", RefusalOffice.RequiredSince, (s, _) => s.Language == Language.Russian ? "Room не может быть пустым" : "Room cannot be blank",
            _ => "Room cannot be blank")
        {
            ComesAnew = true,
            Before = s => s.Use(RefusalOffice.RequiredSince),
            Corrected = s => new() { [s.KeyOf(RefusalOffice.RequiredSince)] = "Room 5" },
        },
        new(
            "tracker not in the project", "tracker", (s, say) => say.Format("ProblemTracker", $"Other {s.Login}"),
            s => $"The project “Other {s.Login}” has no such tracker. Choose one of its own.")
        {
            ComesAnew = true,
            Before = s => s.AddProject("Other", p => p with { TrackerIds = [Support] }),
            Typed = s => new() { [Project] = s.IdOf("Other"), ["tracker"] = Scene.Text(Bug) },
        },
        Redmines("Redmine refuses a field", Subject, "Subject is not to Redmine's taste", (_, _) => "Subject is not to Redmine's taste"),
        Redmines("Redmine refuses the whole", Told.Whole, "No luck", (_, say) => say.Format("RedmineRefusedAll", "No luck")) with { English = _ => "Redmine refused it: No luck" },
        Redmines("Redmine refuses silently", Told.Whole, null, (_, say) => say["RedmineRefusedSilently"]) with { English = _ => "Redmine refused the ticket without saying why. Please ask the administrator of Redmine to look into its log." },
        Gone("project closed since", s => s.ChangeProject(p => p with { Status = ProjectStatus.Closed })),
        Gone("project archived since", s => s.ChangeProject(p => p with { Status = ProjectStatus.Archived })),
        Gone("project deleted since", s => s.DeleteProject()),
        Gone("project left since", s => s.Leave()),
        new("no project left", Told.Whole, (_, say) => say["NoProjects"], _ => "There is no project in Redmine in which you may create tickets. Please ask the administrator of Redmine for it.")
        {
            Since = s => s.ChangeProject(p => p with { Status = ProjectStatus.Closed }),
            Mend = s => s.ChangeProject(p => p with { Status = ProjectStatus.Active }),
        },
        new("account locked since", Told.Whole, (s, say) => say.Format("NoRedmineAccount", s.Login), s => $"Redmine has no active account `{s.Login}`: it is unknown or locked. Please ask your administrator to correct the map of people or to unlock the account.")
        {
            Since = s => s.ChangeAccount(a => a with { IsLocked = true }),
            Mend = s => s.ChangeAccount(a => a with { IsLocked = false }),
        },
        new("Redmine away", Told.Whole, (_, say) => say["RedmineAway"], _ => "Redmine doesn't answer at the moment. Please try again in a minute.")
        {
            Since = s => s.Office.Redmine.Faults.Inject("GET", $"/projects/{s.Project.Id}", new Fault.Answer(503), times: 1),
        },
    ];

    private static FormRefusal Value(string name, string field, string wrong, string right, string sentence, string english, params object[] details) =>
        new(name, field, (_, say) => say.Format(sentence, details), _ => english)
        {
            Before = s =>
            {
                if (wrong.StartsWith('@'))
                    s.AddColleague(wrong[1..]);
            },
            Typed = _ => new() { [field] = wrong },
            Corrected = s => new() { [field] = right == Self ? $"@{s.Login}" : right },
        };

    private static FormRefusal Redmines(string name, string field, string? error, Func<Scene, Sentences, string> sentence) =>
        new(name, field, sentence, _ => error ?? "")
        {
            Since = s => s.Office.Redmine.Faults.Inject(
                "POST", $"/projects/{s.Project.Id}", new Fault.Answer(422, error is null ? """{"errors":[]}""" : $$"""{"errors":["{{error}}"]}"""), times: 1),
        };

    private static FormRefusal Gone(string name, Action<Scene> since) => new(
        name,
        Project,
        (_, say) => say["ProjectGone"],
        _ => "Redmine doesn't let you create tickets in this project (any more): it may be closed, archived or deleted, or you are no member of it. Choose another one.")
    {
        Before = s => s.AddProject("Other"),
        Since = since,
        Corrected = s => new() { [Project] = s.IdOf("Other") },
    };
}
