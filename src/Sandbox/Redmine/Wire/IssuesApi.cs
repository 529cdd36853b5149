using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Reading tickets.</summary>
internal static class IssuesApi
{
    /// <summary>Longer lists of ids make Redmine's session cookie overflow, which it answers with 500. In characters.</summary>
    private const int CookieHolds = 1_990;

    public static RedmineAnswer Get(RedmineCall call)
    {
        if (!int.TryParse(call.Route("id"), out var id) || call.Data.Issues.GetValueOrDefault(id) is not { } issue)
            return RedmineAnswer.NotFound;
        if (!call.Data.Sees(call.User, issue))
            return call.Denied;
        var hours = call.Data.May(call.User, "view_time_entries", call.Data.Projects[issue.ProjectId]);
        return RedmineAnswer.Ok("issue", Shape(call.Data, issue, hours));
    }

    public static RedmineAnswer List(RedmineCall call)
    {
        var data = call.Data;
        IEnumerable<RedmineIssue> issues = data.Issues.Values;
        if (call.Query("project_id") is { Length: > 0 } named)
        {
            if (data.FindProject(named) is not { } project)
                return RedmineAnswer.NotFound;
            if (!data.May(call.User, "view_issues", project) || !data.Sees(call.User, project))
                return call.Denied;
            var within = call.Query("subproject_id") == "!*" ? [project] : data.Descendants(project.Id).Prepend(project);
            var ids = within.Select(p => p.Id).ToHashSet();
            issues = issues.Where(i => ids.Contains(i.ProjectId));
        }
        else if (!data.MaySomewhere(call.User, "view_issues"))
        {
            return call.Denied;
        }

        var filter = IssueFilter.Read(call);
        if (filter.Broken)
            return new(500);
        if (filter.Errors.Count > 0)
            return RedmineAnswer.Invalid(filter.Errors);
        if (call.Query("issue_id")?.Length > CookieHolds)
            return RedmineAnswer.Broken(500);
        var found = IssueOrder.Sort(data, issues.Where(i => data.Sees(call.User, i) && filter.Matches(i)), call.Query("sort"));
        var hours = data.MaySomewhere(call.User, "view_time_entries");
        return new(200, Text.Paged(call, "issues", found, i => Shape(data, i, hours))) { SetsCookie = true };
    }

    /// <summary>A ticket as it is shown, <paramref name="withSpentHours"/> to those who may see time entries.</summary>
    public static JsonObject Shape(RedmineData data, RedmineIssue issue, bool withSpentHours)
    {
        var project = data.Projects[issue.ProjectId];
        var shape = new JsonObject
        {
            ["id"] = issue.Id,
            ["project"] = Text.Named(project.Id, project.Name),
            ["tracker"] = Text.Named(issue.TrackerId, data.Trackers[issue.TrackerId].Name),
            ["status"] = DictionariesApi.Status(data.Statuses[issue.StatusId]),
            ["priority"] = Text.Named(issue.PriorityId, data.Priorities[issue.PriorityId].Name),
            ["author"] = Text.Named(issue.AuthorId, data.Users[issue.AuthorId].Name),
        };
        // What a ticket lacks is absent, not null.
        if (issue.AssignedToId is { } assignee)
            shape["assigned_to"] = Text.Named(assignee, data.Users[assignee].Name);
        if (issue.CategoryId is { } category)
            shape["category"] = Text.Named(category, project.Categories.First(c => c.Id == category).Name);
        if (issue.VersionId is { } version)
            shape["fixed_version"] = Text.Named(version, project.Versions.First(v => v.Id == version).Name);
        if (issue.ParentId is { } parent)
            shape["parent"] = new JsonObject { ["id"] = parent };
        shape["subject"] = issue.Subject;
        shape["description"] = issue.Description;
        shape["start_date"] = Text.Day(issue.StartDate);
        shape["due_date"] = Text.Day(issue.DueDate);
        shape["done_ratio"] = issue.DoneRatio;
        shape["is_private"] = issue.IsPrivate;
        shape["estimated_hours"] = Text.Hours(issue.EstimatedHours);
        shape["total_estimated_hours"] = Text.Hours(TotalHours(data, issue));
        if (withSpentHours)
        {
            shape["spent_hours"] = Text.Hours(0);
            shape["total_spent_hours"] = Text.Hours(0);
        }

        var fields = data.FieldsOf(issue.ProjectId, issue.TrackerId).ToList();
        if (fields.Count > 0)
            shape["custom_fields"] = Text.Array(fields.Select(f => CustomField(issue, f)));
        shape["created_on"] = Text.Stamp(issue.CreatedOn);
        shape["updated_on"] = Text.Stamp(issue.UpdatedOn);
        shape["closed_on"] = issue.ClosedOn is { } closed ? Text.Stamp(closed) : null;
        return shape;
    }

    private static double? TotalHours(RedmineData data, RedmineIssue issue)
    {
        var children = data.Issues.Values.Where(i => i.ParentId == issue.Id).Select(i => TotalHours(data, i));
        var all = children.Append(issue.EstimatedHours).Where(h => h is not null).ToList();
        return all.Count == 0 ? null : all.Sum();
    }

    private static JsonObject CustomField(RedmineIssue issue, RedmineCustomField field)
    {
        var values = issue.CustomValues.GetValueOrDefault(field.Id, []);
        var shape = Text.Named(field.Id, field.Name);
        if (field.IsMultiple)
            shape["multiple"] = true;
        shape["value"] = field.IsMultiple ? Text.Array(values.Select(v => (JsonNode)v)) : values.FirstOrDefault();
        return shape;
    }
}
