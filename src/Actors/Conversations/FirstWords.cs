using System.Text.RegularExpressions;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Conversations;

/// <summary>What a sentence already says of a ticket: what is to be done, by whom, until when, in which project. Pure.</summary>
internal static partial class FirstWords
{
    /// <summary>By field; what it doesn't say is missing. What it says more than once is not taken, but asked for.</summary>
    public static (FormValues Values, IReadOnlyList<string> Unclear) Of(string text, TicketFormContext context)
    {
        var task = Task.Of(text, context.Today);
        var (subject, project) = Project(task.Subject, context);
        if (project is not null)
        {
            // "Fix the tap @bob in project Demo": what stood at the end stood before it.
            var before = Task.Of(subject, context.Today);
            task = new(before.Subject, [.. before.Assignees.Union(task.Assignees)], [.. before.Dates.Union(task.Dates)]);
        }

        var values = FormValues.None;
        List<string> unclear = [];
        Put(TicketFormFields.Project, project is { } id ? [TicketFormFields.Written(id)] : []);
        Put(TicketFormFields.Assignee, task.Assignees);
        Put(TicketFormFields.DueDate, task.Dates);
        Put(TicketFormFields.Subject, Preamble().Replace(task.Subject.Trim(), "").Trim() is { Length: > 0 } said ? [said] : []);
        return (values, unclear);

        void Put(string field, IReadOnlyList<string> found)
        {
            if (found is [var only])
                values = values.With(field, only);
            else if (found.Count > 1)
                unclear.Add(field);
        }
    }

    /// <summary>The same without a project that is named at its end, whatever project that may be.</summary>
    public static string WithoutProject(string text) => AtEnd().Match(text.TrimEnd()) is { Success: true } named ? text[..named.Index] : text;

    private static (string Subject, int? Project) Project(string text, TicketFormContext context)
    {
        if (AtEnd().Match(text) is { Success: true } named
            && Beginnings.Find(named.Groups["name"].Value, context.Choices.Projects, p => p.Name) is [var only])
        {
            return (text[..named.Index].TrimEnd(' ', ',', ';'), only.Id);
        }

        return (text, null);
    }

    /// <summary>"… in project Demo", "… в проекте Демо": the last one in a text without blanks at its end, which would be looked through again for each of them.</summary>
    [GeneratedRegex("""(^|[\s,;])(?:(?:in|into|to|for)\s+(?:the\s+)?project|project|(?:в|для|по)\s+проект(?:е|а|у)?|проект)\s+["«]?(?<name>[^"«»]{1,100}?)["»]?$""", RegexOptions.IgnoreCase | RegexOptions.RightToLeft)]
    private static partial Regex AtEnd();

    /// <summary>A ticket is asked for, and nothing of what is to be done is said: "ticket for", "задачу для"; behind a command only "for" is left.</summary>
    [GeneratedRegex(@"^(?:(?:please\s+|пожалуйста,?\s+)?(?:(?:create|make|open|new|создай|создать|заведи|сделай|поставь|новая|новую)\s+)?(?:an?\s+)?(?:ticket|task|issue|задача|задачу|задачка|задачку|тикет|заявка|заявку)(?:\s+(?:for|to|для|на|по))?|for|to|для|на)\s*:?$", RegexOptions.IgnoreCase)]
    private static partial Regex Preamble();

    /// <param name="Assignees">As they go into the form, each once; like the dates.</param>
    private sealed record Task(string Subject, IReadOnlyList<string> Assignees, IReadOnlyList<string> Dates)
    {
        public static Task Of(string text, DateOnly today)
        {
            var task = TaskSentence.Read(text, today);
            return new(
                task.Subject,
                [.. task.Assignees.Select(login => $"@{login}")],
                [.. task.Dates.Select(date => date.Reading.Value is { } day ? TicketFormFields.Written(day) : text.Substring(date.Start, date.Length))]);
        }
    }
}
