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

    public static Reading Read(TicketFormContext context)
    {
        var problems = new Dictionary<string, string>();
        var ticket = new NewTicket { Project = 0, Subject = "", StartDate = context.Tracker?.Has("start_date") != false ? context.Today : null };
        foreach (var field in FieldsOf(context))
        {
            var values = context.Values.Of(field.Key);
            var reading = field.IsRequired && values.IsEmpty
                ? FieldReading.Wrong(context.Say[field.Key == TicketFormFields.Project ? "ProblemProject" : "ProblemRequired"])
                : field.Read(context, values);
            if (reading.Problem is { } problem)
                problems[field.Key] = problem;
            else if (reading.Put is { } put)
                ticket = put(ticket);
        }

        if (ticket.DueDate < ticket.StartDate && !problems.ContainsKey(TicketFormFields.DueDate))
            problems[TicketFormFields.DueDate] = context.Say["ProblemDueBeforeStart"];
        // The person has chosen another project than the form was made for: its own choices have to be seen first.
        var isForAnother = context.Project is not null && context.ChosenTracker is null && context.Choices.TrackersOf(context.Project).Count > 1;
        return new(isForAnother || problems.Count > 0 ? null : ticket, isForAnother ? new Dictionary<string, string>() : problems);
    }

    /// <summary>Redmine's own refusals, put to the fields they name; those that name none are about the whole.</summary>
    public static (IReadOnlyDictionary<string, string> Problems, string? Problem) Sort(TicketFormContext context, IReadOnlyList<string> errors)
    {
        var problems = new Dictionary<string, string>();
        List<string> rest = [];
        var fields = FieldsOf(context).SelectMany(f => f.NamesInRedmine.Select(name => (f.Key, Name: name))).OrderByDescending(f => f.Name.Length).ToArray();
        foreach (var error in errors)
        {
            var (key, _) = Array.Find(fields, f => error.StartsWith(f.Name + " ", StringComparison.OrdinalIgnoreCase));
            if (key is null)
                rest.Add(error);
            else
                problems[key] = problems.TryGetValue(key, out var before) ? $"{before}; {error}" : error;
        }

        return (problems, rest.Count == 0 ? null : context.Say.Format("RedmineRefusedAll", string.Join("; ", rest)));
    }

    /// <summary>Whoever was chosen by id is shown by name.</summary>
    private static string? UsernameOf(Assignee? assignee) => assignee switch
    {
        Assignee.Known known => known.Username,
        Assignee.Inactive inactive => inactive.Username,
        Assignee.NotMapped unmapped => unmapped.Username,
        Assignee.NoAccount none => none.Username,
        _ => null,
    };

    private static IEnumerable<TicketFormField> FieldsOf(TicketFormContext context) =>
        TicketFormFields.All.Where(f => f.IsShown(context)).Concat(CustomFormFields.Of(context));

    /// <param name="Ticket">Null when something is wrong, or when the form has to be shown again first.</param>
    internal sealed record Reading(NewTicket? Ticket, IReadOnlyDictionary<string, string> Problems);
}
