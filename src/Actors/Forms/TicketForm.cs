using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Forms;

/// <summary>Makes the ticket form for one person, and reads what comes back. Pure.</summary>
internal static class TicketForm
{
    /// <summary>Choices beyond it are looked up while the person types, where a door can do that.</summary>
    private const int ListedAtMost = 100;

    private const int FoundAtMost = 50;

    public static Form Show(TicketFormContext context, string formId, IReadOnlyDictionary<string, string>? problems = null, string? problem = null) => new(
        formId,
        FormKind.Ticket,
        context.Say["TicketFormTitle"],
        context.Say["TicketFormSubmit"],
        [.. FieldsOf(context).Select(f => Show(f, context, problems?.GetValueOrDefault(f.Key)))])
    {
        Problem = problem,
    };

    public static FormField Show(TicketFormField field, TicketFormContext context, string? problem = null)
    {
        FieldChoice[] choices = [.. field.Choices(context)];
        // What no longer fits, since the project was changed, gives way to what the form begins with.
        string[] value = [.. context.Values.Of(field.Key).Where(v => field.Kind is not (FieldKind.Choice or FieldKind.SeveralChoices) || choices.Any(c => c.Value == v))];
        var wasLeftEmpty = !field.IsRequired && context.Values.ByField.ContainsKey(field.Key) && context.Values.Of(field.Key).IsEmpty;
        if (value.Length == 0 && !wasLeftEmpty && field.Default(context) is { } begins)
            value = [begins];
        if (field.Kind == FieldKind.Person)
            value = [.. value.Select(v => UsernameOf(context.People.GetValueOrDefault(v)) is { } username ? $"@{username}" : v)];
        return new(field.Key, field.Kind, field.Label(context), value)
        {
            IsRequired = field.IsRequired,
            Help = field.Help is { } help ? context.Say[help] : null,
            Choices = choices,
            IsLookedUp = choices.Length > ListedAtMost,
            Refreshes = field.Refreshes,
            Problem = problem,
        };
    }

    /// <summary>Choices with this in their text, those that begin with it first.</summary>
    public static IReadOnlyList<FieldChoice> Find(TicketFormContext context, string field, string query) =>
    [
        .. FieldsOf(context)
            .Where(f => f.Key == field)
            .SelectMany(f => f.Choices(context))
            .Where(c => c.Text.Contains(query.Trim(), StringComparison.OrdinalIgnoreCase))
            .OrderBy(c => !c.Text.StartsWith(query.Trim(), StringComparison.OrdinalIgnoreCase))
            .Take(FoundAtMost),
    ];

    /// <summary>The fields' keys with their names in every language we speak, for those who name one by typing.</summary>
    public static IReadOnlyList<(string Key, IReadOnlyList<string> Names)> Names(TicketFormContext context)
    {
        TicketFormContext[] readers = [.. Enum.GetValues<Language>().Select(context.In)];
        return [.. FieldsOf(context).Select(f => (f.Key, (IReadOnlyList<string>)[.. readers.Select(f.Label).Concat(f.NamesInRedmine).Distinct()]))];
    }

    /// <summary>The people named in these values, as they were named.</summary>
    public static IReadOnlyList<string> PeopleIn(FormValues values) => [.. values.Of(TicketFormFields.Assignee).Take(1)];

    /// <summary>The Mattermost username of who is named in these values and known; null for nobody.</summary>
    public static string? AssigneeOf(TicketFormContext context) =>
        PeopleIn(context.Values) is [var asked] && context.People.GetValueOrDefault(asked) is { } assignee && TicketFormFields.AccountOf(assignee, context) is not null
            ? UsernameOf(assignee)
            : null;

    public static Reading Read(TicketFormContext context)
    {
        var problems = new Dictionary<string, string>();
        var ticket = new NewTicket { Project = 0, Subject = "", StartDate = context.Tracker?.Has("start_date") != false ? context.Today : null };
        foreach (var field in FieldsOf(context))
        {
            var values = context.Values.Of(field.Key);
            var reading = field.Key == TicketFormFields.Project && context.Project is null ? FieldReading.Wrong(context.Say["ProblemProject"])
                : field.IsRequired && values.IsEmpty ? FieldReading.Wrong(context.Say["ProblemRequired"])
                : field.Read(context, values);
            if (reading.Problem is { } problem)
                problems[field.Key] = problem;
            else if (reading.Put is { } put)
                ticket = put(ticket);
        }

        if (ticket.DueDate < ticket.StartDate && !problems.ContainsKey(TicketFormFields.DueDate))
            problems[TicketFormFields.DueDate] = context.Say.Format(
                "ProblemDueBeforeStart", TicketFormFields.Shown(ticket.DueDate!.Value, context.Language), TicketFormFields.Shown(ticket.StartDate!.Value, context.Language));
        // The person has chosen another project than the form was made for: its own choices have to be seen first.
        var hasTracker = !context.Values.Of(TicketFormFields.Tracker).IsEmpty;
        if (context.Project is null || context.ChosenTracker is not null || (!hasTracker && context.Choices.TrackersOf(context.Project).Count == 1))
            return new(problems.Count > 0 ? null : ticket, problems, IsForAnother: false);
        return new(
            null,
            hasTracker
                ? new Dictionary<string, string> { [TicketFormFields.Tracker] = context.Say.Format("ProblemTracker", context.Project.Name) }
                : new Dictionary<string, string>(),
            IsForAnother: true);
    }

    /// <summary>
    /// The form of a ticket that Redmine refused, or that it wasn't asked for. A field that Redmine wants and the form lacked is in it:
    /// an installation can ask for more than its API tells beforehand.
    /// </summary>
    /// <param name="refusal">What the errors say where they are our own words.</param>
    public static Form ShowRefused(TicketFormContext context, string formId, IReadOnlyList<string> errors, RefusalReason? refusal)
    {
        if (refusal == RefusalReason.ProjectGone)
            return Show(context, formId, new Dictionary<string, string> { [TicketFormFields.Project] = string.Join('\n', errors) });
        if (refusal is not null)
            return Show(context, formId, problem: string.Join('\n', errors));
        var wanted = CustomFormFields.With(context, name => errors.Any(e => Names(e, name)));
        var (problems, problem) = Sort(wanted, errors);
        return Show(wanted, formId, problems, problem) with { IsChanged = FieldsOf(wanted).Count() > FieldsOf(context).Count() };
    }

    /// <summary>Redmine's own refusals, put to the fields they name; those that name none are about the whole.</summary>
    public static (IReadOnlyDictionary<string, string> Problems, string? Problem) Sort(TicketFormContext context, IReadOnlyList<string> errors)
    {
        var problems = new Dictionary<string, string>();
        List<string> rest = [];
        var fields = FieldsOf(context).SelectMany(f => f.NamesInRedmine.Select(name => (f.Key, Name: name))).OrderByDescending(f => f.Name.Length).ToArray();
        foreach (var error in errors)
        {
            var (key, _) = Array.Find(fields, f => Names(error, f.Name));
            if (key is null)
                rest.Add(error);
            else
                problems[key] = problems.TryGetValue(key, out var before) ? $"{before}; {error}" : error;
        }

        return (problems, rest.Count == 0 ? null : context.Say.Format("RedmineRefusedAll", string.Join("; ", rest)));
    }

    /// <summary>Redmine begins with the field's name; it tells in no other way which one it means.</summary>
    private static bool Names(string error, string field) => error.StartsWith(field + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whoever was chosen by id is shown by name.</summary>
    private static string? UsernameOf(Assignee? assignee) => assignee switch
    {
        Assignee.Known known => known.Username,
        Assignee.Inactive inactive => inactive.Username,
        Assignee.NotMapped unmapped => unmapped.Username,
        Assignee.NotConnected unknown => unknown.Username,
        Assignee.NoAccount none => none.Username,
        _ => null,
    };

    private static IEnumerable<TicketFormField> FieldsOf(TicketFormContext context) =>
        TicketFormFields.All.Where(f => f.IsShown(context)).Concat(CustomFormFields.Of(context));

    /// <param name="Ticket">Null when something is wrong, or when the form has to be shown again first.</param>
    /// <param name="IsForAnother">The form was made for another project: it has to be shown with the choices of this one.</param>
    internal sealed record Reading(NewTicket? Ticket, IReadOnlyDictionary<string, string> Problems, bool IsForAnother);
}
