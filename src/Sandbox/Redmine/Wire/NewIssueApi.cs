using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Creating a ticket, by the project's own route or by the general one.</summary>
internal static class NewIssueApi
{
    public static RedmineAnswer Create(RedmineCall call) =>
        call.Data.MaySomewhere(call.User, "add_issues") ? Create(call, null) : call.Denied;

    public static RedmineAnswer CreateIn(RedmineCall call) =>
        call.Data.FindProject(call.Route("project")) is not { } project ? RedmineAnswer.NotFound
        : call.Data.Sees(call.User, project) && call.Data.May(call.User, "add_issues", project) ? Create(call, project)
        : call.Denied;

    private static RedmineAnswer Create(RedmineCall call, RedmineProject? route)
    {
        if (Attributes(call, out var broken) is not { } attributes)
            return RedmineAnswer.Broken(broken);
        // Read, check and write are one step, as in a transaction.
        return call.World.Add(data =>
        {
            var draft = new NewIssue(call with { Data = data }, attributes, route);
            if (draft.Errors.Count > 0)
                return (data, RedmineAnswer.Invalid(draft.Errors));
            var issue = draft.Issue(data.LastIssueId + 1);
            var changed = data with { Issues = data.Issues.Add(issue.Id, issue), LastIssueId = issue.Id };
            // Only the project's own route knows the project when Redmine asks who may see hours.
            var hours = route is not null && data.May(call.User, "view_time_entries", route);
            return (changed, new RedmineAnswer(201, new JsonObject { ["issue"] = IssuesApi.Shape(changed, issue, hours) }) { Location = $"/issues/{issue.Id}" });
        });
    }

    /// <summary>What the body says about the ticket: nothing where it isn't sent as JSON, null where it is broken.</summary>
    private static JsonObject? Attributes(RedmineCall call, out int broken)
    {
        broken = 400;
        if (call.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true || call.Body.Length == 0)
            return [];
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(call.Body);
        }
        catch (JsonException)
        {
            return null;
        }

        var issue = body is JsonObject o ? o["issue"] : null;
        broken = 500;
        // PostgreSQL takes no zero characters.
        if (call.Body.Contains("\\u0000", StringComparison.Ordinal))
            return null;
        return issue switch
        {
            null => [],
            JsonObject attributes => attributes,
            _ => null,
        };
    }
}
