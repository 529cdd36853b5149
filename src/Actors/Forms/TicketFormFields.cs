using System.Globalization;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Forms;

/// <summary>The fields that every ticket has. There is no second list of them.</summary>
internal static class TicketFormFields
{
    public const string Project = "project";
    public const string Tracker = "tracker";
    public const string Subject = "subject";
    public const string Description = "description";
    public const string Assignee = "assignee";
    public const string DueDate = "due_date";
    public const int LongestSubject = 255;

    private const string StartDate = "start_date";

    public static readonly TicketFormField ProjectField = TicketFormField.Choice(Project, "FieldProject", (t, id) => t with { Project = id }, ProjectsOf) with
    {
        IsRequired = true,
        Refreshes = true,
        Default = c => c.Project is { } project ? Written(project.Id) : null,
        NamesInRedmine = ["Project", "Проект"],
    };

    public static IReadOnlyList<TicketFormField> All { get; } =
    [
        ProjectField,
        TicketFormField.Choice(Tracker, "FieldTracker", (t, id) => t with { Tracker = id }, TrackersOf) with
        {
            IsRequired = true,
            Refreshes = true,
            IsShown = c => c.Project is not null,
            Default = c => c.Tracker is { } tracker ? Written(tracker.Id) : null,
            NamesInRedmine = ["Tracker", "Трекер"],
        },
        new(Subject, FieldKind.Text, c => c.Say["FieldSubject"], ReadSubject) { IsRequired = true, NamesInRedmine = ["Subject", "Тема"] },
        new(Description, FieldKind.LongText, c => c.Say["FieldDescription"], (_, values) => FieldReading.Of(t => t with { Description = string.Join('\n', values) }))
        {
            IsShown = c => Has(c, "description"),
            NamesInRedmine = ["Description", "Описание"],
        },
        TicketFormField.Choice("status", "FieldStatus", (t, id) => t with { Status = id }, StatusesOf) with
        {
            IsShown = c => c.Tracker is not null,
            Default = c => c.Tracker is { } tracker ? c.Choices.StatusesOf(tracker).Select(s => Written(s.Id)).FirstOrDefault() : null,
            NamesInRedmine = ["Status", "Статус"],
        },
        TicketFormField.Choice("priority", "FieldPriority", (t, id) => t with { Priority = id }, c => c.Choices.Priorities.Select(p => new FieldChoice(Written(p.Id), p.Name))) with
        {
            Default = c => c.Choices.DefaultPriority is { } normal ? Written(normal.Id) : null,
            NamesInRedmine = ["Priority", "Приоритет"],
        },
        new(Assignee, FieldKind.Person, c => c.Say["FieldAssignee"], ReadAssignee)
        {
            IsShown = c => Has(c, "assigned_to_id"),
            Help = "HelpPerson",
            NamesInRedmine = ["Assignee", "Назначена", "Исполнитель"],
        },
        TicketFormField.Date(StartDate, "FieldStartDate", (t, day) => t with { StartDate = day }) with
        {
            IsShown = c => Has(c, "start_date"),
            Default = c => Written(c.Today),
            NamesInRedmine = ["Start date", "Дата начала"],
        },
        TicketFormField.Date(
            DueDate,
            "FieldDueDate",
            (t, day) => t with { DueDate = day },
            (c, day) => day < c.Today ? c.Say.Format("ProblemDatePast", Shown(day, c.Language)) : null) with
        {
            IsShown = c => Has(c, "due_date"),
            NamesInRedmine = ["Due date", "Срок завершения"],
        },
        TicketFormField.Hours("estimated_hours", "FieldEstimatedHours", (t, hours) => t with { EstimatedHours = hours }) with
        {
            IsShown = c => Has(c, "estimated_hours"),
            NamesInRedmine = ["Estimated time", "Оценка временных затрат", "Оценка трудозатрат"],
        },
        TicketFormField.Percent("done_ratio", "FieldDoneRatio", (t, percent) => t with { DoneRatio = percent }) with
        {
            IsShown = c => Has(c, "done_ratio"),
            NamesInRedmine = ["% Done", "Готовность в %", "Готовность"],
        },
    ];

    /// <summary>Null when this person can be assigned tickets of the project; else why not, and what to do.</summary>
    public static string? ProblemOf(Assignee? assignee, TicketFormContext context, string asked) => assignee switch
    {
        People.Assignee.Known known when context.Choices.Members is null || context.Choices.MayBeAssigned(known.Account.Id) => null,
        People.Assignee.Known known => context.Say.Format("ProblemPersonNotAssignable", known.Username, context.Project?.Name ?? ""),
        People.Assignee.Inactive inactive => context.Say.Format("ProblemPersonInactive", inactive.Username),
        People.Assignee.NotMapped unmapped => context.Say.Format("ProblemPersonNotMapped", unmapped.Username),
        People.Assignee.NotConnected unknown when AssigneesByName.MemberOf(unknown, context) is { } member => context.Choices.MayBeAssigned(member.Id)
            ? null
            : context.Say.Format("ProblemPersonNotAssignable", unknown.Username, context.Project?.Name ?? ""),
        People.Assignee.NotConnected { Name: { } name } unknown when context.Choices.Members is not null =>
            context.Say.Format("ProblemPersonNotByName", unknown.Username, name, context.Project?.Name ?? ""),
        People.Assignee.NotConnected unknown => context.Say.Format("ProblemPersonNotConnected", unknown.Username),
        People.Assignee.NoAccount none => context.Say.Format("ProblemPersonNoAccount", none.Username),
        _ => context.Say.Format("ProblemPersonStranger", asked),
    };

    /// <summary>The account in Redmine of somebody with whom there is no problem; null for nobody.</summary>
    public static int? AccountOf(Assignee? assignee, TicketFormContext context) =>
        assignee is Assignee.Known known ? known.Account.Id : AssigneesByName.MemberOf(assignee, context)?.Id;

    public static string Shown(DateOnly day, Language language) =>
        day.ToString(language == Language.Russian ? "dd.MM.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static FieldReading ReadSubject(TicketFormContext context, IReadOnlyList<string> values)
    {
        var subject = TicketText.OneLine(string.Join(' ', values));
        var length = subject.EnumerateRunes().Count();
        return length > LongestSubject
            ? FieldReading.Wrong(context.Say.Format("ProblemSubjectTooLong", length))
            : FieldReading.Of(t => t with { Subject = subject });
    }

    private static FieldReading ReadAssignee(TicketFormContext context, IReadOnlyList<string> values)
    {
        if (values is not [var asked, ..])
            return FieldReading.Nothing;
        var assignee = context.People.GetValueOrDefault(asked);
        return ProblemOf(assignee, context, asked) is { } problem
            ? FieldReading.Wrong(problem)
            : FieldReading.Of(t => t with { Assignee = AccountOf(assignee, context) });
    }

    /// <summary>With their parents' names, so that equal ones differ; with the identifier where even that doesn't help.</summary>
    private static IEnumerable<FieldChoice> ProjectsOf(TicketFormContext context)
    {
        var byId = context.Choices.Person.Projects.ToDictionary(p => p.Id);
        var named = context.Choices.Projects.Select(p => (Project: p, Path: Path(p))).ToArray();
        var twice = named.GroupBy(n => n.Path).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return named.Select(n => new FieldChoice(Written(n.Project.Id), twice.Contains(n.Path) ? $"{n.Path} ({n.Project.Identifier})" : n.Path));

        string Path(PersonProject project)
        {
            var path = project.Name;
            for (var depth = 0; depth < 10 && project.Parent is { } parent && byId.TryGetValue(parent, out var above); depth++)
            {
                path = $"{above.Name} / {path}";
                project = above;
            }

            return path;
        }
    }

    private static IEnumerable<FieldChoice> TrackersOf(TicketFormContext context) =>
        context.Project is { } project ? context.Choices.TrackersOf(project).Select(t => new FieldChoice(Written(t.Id), t.Name)) : [];

    private static IEnumerable<FieldChoice> StatusesOf(TicketFormContext context) =>
        context.Tracker is { } tracker ? context.Choices.StatusesOf(tracker).Select(s => new FieldChoice(Written(s.Id), s.Name)) : [];

    private static bool Has(TicketFormContext context, string standardField) => context.Tracker?.Has(standardField) ?? true;

    /// <summary>How a choice's number stands among a form's values.</summary>
    public static string Written(int id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>How a day stands among a form's values once it is known which one was meant.</summary>
    public static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
