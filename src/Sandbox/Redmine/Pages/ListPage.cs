using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.Wire;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>A list of tickets, filtered as its address says.</summary>
internal static class ListPage
{
    private static readonly string[] Columns = ["#", "Project", "Tracker", "Status", "Priority", "Subject", "Author", "Assignee", "Due date", "Updated"];

    public static Page Of(RedmineWorld world, HttpRequest request, RedmineProject? project = null)
    {
        var data = world.Data;
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
        var sorted = IssueOrder.Sort(data, issues, request.Query["sort"]).ToList();
        var today = world.TodayOf(null);
        return new(project?.Name ?? "Tickets", $"""
            <h1>{Page.Safe(project?.Name ?? "Tickets")}</h1>
            <p class="summary">{Summary(request, sorted.Count, status, closed, data.FindLogin(me ?? "")?.Name ?? "somebody")}</p>
            {(asksForMe ? People.Choice(data, request, me) : "")}
            <div class="sheet scroll">
            <table class="issues">
            <thead><tr>{string.Concat(Columns.Select(c => $"<th scope=\"col\">{c}</th>"))}</tr></thead>
            <tbody>{string.Concat(sorted.Select(i => Row(data, i, today)))}</tbody>
            </table>
            </div>
            """);
    }

    private static string Summary(HttpRequest request, int count, string? status, bool closed, string me)
    {
        var state = status == "*" ? "" : closed ? "closed " : "open ";
        var whose = request.Query["assigned_to_id"] == "me" ? $" assigned to {me}" : request.Query["author_id"] == "me" ? $" created by {me}" : "";
        return $"{count} {state}{(count == 1 ? "ticket" : "tickets")}{Page.Safe(whose)}.";
    }

    private static string Row(RedmineData data, RedmineIssue issue, DateOnly today) => $"""
        <tr>
        <td><a href="/issues/{issue.Id}">{issue.Id}</a></td>
        <td>{Page.Safe(data.Projects[issue.ProjectId].Name)}</td>
        <td>{Page.Safe(data.Trackers[issue.TrackerId].Name)}</td>
        <td>{Page.Safe(data.Statuses[issue.StatusId].Name)}</td>
        <td>{Page.Safe(data.Priorities[issue.PriorityId].Name)}</td>
        <td class="subject"><a href="/issues/{issue.Id}">{Page.Safe(issue.Subject)}</a></td>
        <td>{Page.Safe(data.Users[issue.AuthorId].Name)}</td>
        <td>{(issue.AssignedToId is { } assignee ? Page.Safe(data.Users[assignee].Name) : "")}</td>
        <td{(issue.DueDate < today && !data.Statuses[issue.StatusId].IsClosed ? " class=\"overdue\"" : "")}>{Text.Day(issue.DueDate)}</td>
        <td>{Text.Stamp(issue.UpdatedOn)[..10]}</td>
        </tr>
        """;
}
