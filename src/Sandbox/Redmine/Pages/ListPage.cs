using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.Wire;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>A list of tickets, filtered as its address says.</summary>
internal static class ListPage
{
    public static Page Of(RedmineData data, HttpRequest request, RedmineProject? project = null)
    {
        string? me = request.Query["me"];
        string? status = request.Query["status_id"];
        var closed = status is "c" or "closed";
        var assignee = People.Asked(data, request.Query["assigned_to_id"], me);
        var author = People.Asked(data, request.Query["author_id"], me);
        var issues = data.Issues.Values.Where(i =>
            (project is null || i.ProjectId == project.Id)
            && assignee(i.AssignedToId)
            && author(i.AuthorId)
            && (status is "*" || data.Statuses[i.StatusId].IsClosed == closed));
        var asksForMe = request.Query["assigned_to_id"] == "me" || request.Query["author_id"] == "me";
        return new(project?.Name ?? "Tickets", $"""
            <h2>{Page.Safe(project?.Name ?? "Tickets")}</h2>
            {(asksForMe ? People.Choice(data, request, me) : "")}
            <table class="issues">
            <thead><tr><th>#</th><th>Project</th><th>Tracker</th><th>Status</th><th>Priority</th><th>Subject</th><th>Assignee</th><th>Due date</th></tr></thead>
            <tbody>{string.Concat(IssueOrder.Sort(data, issues, request.Query["sort"]).Select(i => Row(data, i)))}</tbody>
            </table>
            """);
    }

    private static string Row(RedmineData data, RedmineIssue issue) => $"""
        <tr>
        <td><a href="/issues/{issue.Id}">{issue.Id}</a></td>
        <td>{Page.Safe(data.Projects[issue.ProjectId].Name)}</td>
        <td>{Page.Safe(data.Trackers[issue.TrackerId].Name)}</td>
        <td>{Page.Safe(data.Statuses[issue.StatusId].Name)}</td>
        <td>{Page.Safe(data.Priorities[issue.PriorityId].Name)}</td>
        <td class="subject"><a href="/issues/{issue.Id}">{Page.Safe(issue.Subject)}</a></td>
        <td>{(issue.AssignedToId is { } assignee ? Page.Safe(data.Users[assignee].Name) : "")}</td>
        <td>{Text.Day(issue.DueDate)}</td>
        </tr>
        """;
}
