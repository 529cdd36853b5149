using RedmineBridge.Actors.Batch;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Forms;

/// <summary>The form for a list of tasks, and the check of what comes back. Pure.</summary>
internal static class BatchForm
{
    public const string Tasks = "tasks";

    public static Form Show(TicketFormContext context, string formId, IReadOnlyDictionary<string, string>? problems = null, string? problem = null) => new(
        formId,
        FormKind.Batch,
        context.Say["BatchFormTitle"],
        context.Say["BatchFormSubmit"],
        [
            TicketForm.Show(TicketFormFields.ProjectField with { Refreshes = false }, context, problems?.GetValueOrDefault(TicketFormFields.Project)),
            new(Tasks, FieldKind.LongText, context.Say["FieldTasks"], context.Values.Of(Tasks))
            {
                IsRequired = true,
                Help = context.Say["HelpTasks"],
                Problem = problems?.GetValueOrDefault(Tasks),
            },
        ])
    {
        Introduction = context.Say["BatchFormIntroduction"],
        Problem = problem,
    };

    /// <summary>The people named in these values, as <c>@username</c>.</summary>
    public static IReadOnlyList<string> PeopleIn(FormValues values, DateOnly today) =>
        [.. Items(values, today).Items.Select(i => i.Assignee).OfType<string>().Distinct().Select(login => $"@{login}")];

    /// <summary>What is wrong with the form as such; a list with bad lines is none of it.</summary>
    public static IReadOnlyDictionary<string, string> ProblemsOf(TicketFormContext context)
    {
        var problems = new Dictionary<string, string>();
        if (context.Project is null)
            problems[TicketFormFields.Project] = context.Say["ProblemProject"];
        else if (RequiredFields(context) is { Length: > 0 } fields)
            problems[TicketFormFields.Project] = context.Say.Format("ProblemRequiredFields", fields);
        var reading = Items(context.Values, context.Today);
        if (reading.Problem != BatchProblem.None)
            problems[Tasks] = context.Say.Format($"ProblemBatch{reading.Problem}", reading.Count);
        return problems;
    }

    /// <summary>It is longer than a list may be.</summary>
    public static bool IsTooMuch(TicketFormContext context) => Items(context.Values, context.Today).Problem is BatchProblem.TooLong or BatchProblem.TooManyItems;

    /// <summary>Every line checked, and the tickets of the good ones. The form itself must be right: <see cref="ProblemsOf"/>.</summary>
    public static (BatchPreview Preview, IReadOnlyList<RequestedTicket> Tickets) Check(TicketFormContext context, string batchId)
    {
        var project = context.Project!;
        var reading = Items(context.Values, context.Today);
        List<PreviewLine> lines = [];
        List<RequestedTicket> tickets = [];
        foreach (var (item, number) in reading.Items.Select((item, i) => (item, i + 1)))
        {
            var assignee = item.Assignee is { } login ? context.People.GetValueOrDefault($"@{login}") : null;
            List<string> problems = [.. item.Problems.Select(p => Sentence(p, context))];
            if (item.Assignee is { } name && TicketFormFields.ProblemOf(assignee, context, $"@{name}") is { } problem)
                problems.Add(problem);
            lines.Add(new(item.FirstLine, item.Original, item.Subject, item.Assignee, item.Due, problems)
            {
                ByName = AssigneesByName.MemberOf(assignee, context) is { } member ? TicketText.OneLine(member.Name) : null,
            });
            if (problems.Count > 0)
                continue;
            tickets.Add(new(
                number,
                item.Original,
                new NewTicket
                {
                    Project = project.Id,
                    Subject = item.Subject,
                    Assignee = TicketFormFields.AccountOf(assignee, context),
                    StartDate = context.Tracker?.Has("start_date") != false ? context.Today : null,
                    DueDate = item.Due,
                },
                item.Assignee));
        }

        return (new(batchId, project.Name, lines, [.. reading.Skipped.Select(s => s.Original)]), tickets);
    }

    /// <summary>The project is written down with the list, so that it is the same when its good lines are created; and as whom its assignees are shown.</summary>
    public static ListTaken Taken(TicketFormContext context, string batchId, FormValues values, Intents.Origin origin, DateTimeOffset now)
    {
        var taken = values.With(TicketFormFields.Project, [TicketFormFields.Written(context.Project!.Id)]);
        return new(batchId, AssigneesByName.Shown(taken, PeopleIn(values, context.Today), context), origin, now);
    }

    /// <summary>Whether the list may be created as it was previewed.</summary>
    public static bool WasShown(TicketFormContext context) => AssigneesByName.WereShown(PeopleIn(context.Values, context.Today), context);

    private static BatchReading Items(FormValues values, DateOnly today) => BatchText.Read(string.Join('\n', values.Of(Tasks)), today);

    private static string RequiredFields(TicketFormContext context) =>
        string.Join(", ", CustomFormFields.Of(context).Where(f => f.Default(context) is null).Select(f => f.Label(context)));

    private static string Sentence(BatchItemProblem problem, TicketFormContext context)
    {
        var what = string.Join(", ", problem.Details);
        return problem.Kind switch
        {
            BatchItemProblemKind.DateUnreal => context.Say.Format("ProblemDateUnreal", what),
            BatchItemProblemKind.DateAmbiguous => context.Say.Format("ProblemDateAmbiguous", what),
            BatchItemProblemKind.DatePast => context.Say.Format("ProblemDatePast", what),
            BatchItemProblemKind.SeveralAssignees => context.Say.Format("ProblemItemSeveralAssignees", string.Join(", ", problem.Details.Select(d => $"@{d}"))),
            var other => context.Say.Format($"ProblemItem{other}", what),
        };
    }
}
