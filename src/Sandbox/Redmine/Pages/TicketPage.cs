using RedmineBridge.Sandbox.Redmine.Wire;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>One ticket.</summary>
internal static class TicketPage
{
    public static Page Of(RedmineWorld world, RedmineIssue issue)
    {
        var data = world.Data;
        var project = data.Projects[issue.ProjectId];
        var late = issue.DueDate < world.TodayOf(null) && !data.Statuses[issue.StatusId].IsClosed ? " class=\"overdue\"" : "";
        string[] rows =
        [
            Row("status", "Status", Page.Safe(data.Statuses[issue.StatusId].Name)),
            Row("project", "Project", $"<a href=\"/projects/{project.Identifier}/issues\">{Page.Safe(project.Name)}</a>"),
            Row("priority", "Priority", Page.Safe(data.Priorities[issue.PriorityId].Name)),
            Row("assigned-to", "Assignee", issue.AssignedToId is { } a ? Page.Safe(data.Users[a].Name) : "–"),
            Row("start-date", "Start date", Text.Day(issue.StartDate) ?? "–"),
            Row("due-date", "Due date", $"<span{late}>{Text.Day(issue.DueDate) ?? "–"}</span>"),
            Row("progress", "% Done", $"{issue.DoneRatio}%"),
            .. data.FieldsOf(issue.ProjectId, issue.TrackerId).Select(f =>
                Row("custom", Page.Safe(f.Name), Page.Safe(string.Join(", ", issue.CustomValues.GetValueOrDefault(f.Id, []))))),
        ];
        return new($"#{issue.Id}: {issue.Subject}", $"""
            <article class="sheet issue">
            <p class="kind">{Page.Safe(data.Trackers[issue.TrackerId].Name)} #{issue.Id}{(issue.IsPrivate ? " · private" : "")}</p>
            <h1 class="subject">{Page.Safe(issue.Subject)}</h1>
            <p class="author">Added by {Page.Safe(data.Users[issue.AuthorId].Name)} on {Text.Stamp(issue.CreatedOn)[..10]}</p>
            <dl>{string.Concat(rows)}</dl>
            <h2>Description</h2>
            <div class="description">{(issue.Description is { Length: > 0 } text ? Page.Linked(text) : "<span class=\"none\">None was given.</span>")}</div>
            </article>
            """);
    }

    private static string Row(string name, string label, string value) => $"<div><dt>{label}</dt><dd class=\"{name}\">{value}</dd></div>";
}
