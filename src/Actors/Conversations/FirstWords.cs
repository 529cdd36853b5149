using System.Globalization;
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
        var values = FormValues.None;
        List<string> unclear = [];
        var (subject, project) = Project(Task(text, context.Today, ref values, unclear), context);
        if (project is { } id)
        {
            values = values.With(TicketFormFields.Project, id.ToString(CultureInfo.InvariantCulture));
            // "Fix the tap @bob in project Demo": what stood at the end stood before it.
            subject = Task(subject, context.Today, ref values, unclear);
        }

        subject = Preamble().Replace(subject.Trim(), "").Trim();
        return (subject.Length == 0 ? values : values.With(TicketFormFields.Subject, subject), unclear);
    }

    /// <summary>The same without a project that is named at its end, whatever project that may be.</summary>
    public static string WithoutProject(string text) => AtEnd().Match(text) is { Success: true } named ? text[..named.Index] : text;

    private static string Task(string text, DateOnly today, ref FormValues values, List<string> unclear)
    {
        var task = TaskSentence.Read(text, today);
        if (task.Assignees is [var login])
            values = values.With(TicketFormFields.Assignee, $"@{login}");
        if (task.Dates is [var date])
        {
            values = values.With(
                TicketFormFields.DueDate,
                date.Reading.Value is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text.Substring(date.Start, date.Length));
        }

        if (task.Assignees.Count > 1)
            unclear.Add(TicketFormFields.Assignee);
        if (task.Dates.Count > 1)
            unclear.Add(TicketFormFields.DueDate);
        return task.Subject;
    }

    private static (string Subject, int? Project) Project(string text, TicketFormContext context)
    {
        if (AtEnd().Match(text) is { Success: true } named
            && Beginnings.Find(named.Groups["name"].Value, context.Choices.Projects, p => p.Name) is [var only])
        {
            return (text[..named.Index].TrimEnd(' ', ',', ';'), only.Id);
        }

        return (text, null);
    }

    /// <summary>"… in project Demo", "… в проекте Демо".</summary>
    [GeneratedRegex("""(^|[\s,;])(?:(?:in|into|to|for)\s+(?:the\s+)?project|project|(?:в|для|по)\s+проект(?:е|а|у)?|проект)\s+["«]?(?<name>[^"«»]{1,100}?)["»]?\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex AtEnd();

    /// <summary>A ticket is asked for, and nothing of what is to be done is said: "ticket for", "задачу для".</summary>
    [GeneratedRegex(@"^(?:please\s+|пожалуйста,?\s+)?(?:(?:create|make|open|new|создай|создать|заведи|сделай|поставь|новая|новую)\s+)?(?:an?\s+)?(?:ticket|task|issue|задача|задачу|задачка|задачку|тикет|заявка|заявку)(?:\s+(?:for|to|для|на|по))?\s*:?$", RegexOptions.IgnoreCase)]
    private static partial Regex Preamble();
}
