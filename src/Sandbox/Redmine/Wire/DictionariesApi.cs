using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>The small lists that hardly ever change.</summary>
internal static class DictionariesApi
{
    private static readonly string[] CoreFields =
    [
        "assigned_to_id", "category_id", "fixed_version_id", "parent_issue_id", "start_date", "due_date", "estimated_hours", "done_ratio", "description",
    ];

    public static RedmineAnswer Trackers(RedmineCall call) => RedmineAnswer.Ok("trackers", Text.Array(call.Data.Trackers.Values.Select(t => new JsonObject
    {
        ["id"] = t.Id,
        ["name"] = t.Name,
        ["default_status"] = Text.Named(t.DefaultStatusId, call.Data.Statuses[t.DefaultStatusId].Name),
        ["description"] = null,
        ["enabled_standard_fields"] = Text.Array(CoreFields.Except(t.DisabledFields).Select(f => (JsonNode)f)),
    })));

    public static RedmineAnswer Statuses(RedmineCall call) => RedmineAnswer.Ok("issue_statuses", Text.Array(call.Data.Statuses.Values.Select(Status)));

    public static RedmineAnswer Priorities(RedmineCall call) =>
        RedmineAnswer.Ok("issue_priorities", Text.Array(call.Data.Priorities.Values.Select(p => new JsonObject
        {
            ["id"] = p.Id,
            ["name"] = p.Name,
            ["is_default"] = p.IsDefault,
            ["active"] = p.IsActive,
        })));

    public static RedmineAnswer Roles(RedmineCall call) =>
        RedmineAnswer.Ok("roles", Text.Array(call.Data.Roles.Values.Where(r => !r.IsBuiltIn).Select(r => Text.Named(r.Id, r.Name))));

    public static RedmineAnswer Role(RedmineCall call)
    {
        if (!int.TryParse(call.Route("id"), out var id) || call.Data.Roles.GetValueOrDefault(id) is not { } role)
            return RedmineAnswer.NotFound;
        return RedmineAnswer.Ok("role", new JsonObject
        {
            ["id"] = role.Id,
            ["name"] = role.Name,
            ["assignable"] = role.Assignable,
            ["issues_visibility"] = role.IssuesVisibility switch
            {
                IssuesVisibility.All => "all",
                IssuesVisibility.Own => "own",
                _ => "default",
            },
            ["time_entries_visibility"] = "all",
            ["users_visibility"] = "all",
            ["permissions"] = Text.Array(role.Permissions.Select(p => (JsonNode)p)),
        });
    }

    public static RedmineAnswer CustomFields(RedmineCall call) => call.User is not { IsAdmin: true }
        ? call.Denied
        : RedmineAnswer.Ok("custom_fields", Text.Array(call.Data.CustomFields.Values.Select(f => CustomField(call.Data, f))));

    public static JsonObject Status(RedmineStatus status) => new() { ["id"] = status.Id, ["name"] = status.Name, ["is_closed"] = status.IsClosed };

    private static JsonObject CustomField(RedmineData data, RedmineCustomField field)
    {
        var shape = new JsonObject
        {
            ["id"] = field.Id,
            ["name"] = field.Name,
            ["customized_type"] = "issue",
            ["field_format"] = field.Format,
            ["regexp"] = field.Pattern ?? "",
            ["min_length"] = field.MinLength,
            ["max_length"] = field.MaxLength,
            ["is_required"] = field.IsRequired,
            ["is_filter"] = field.IsFilter,
            ["searchable"] = false,
            ["multiple"] = field.IsMultiple,
            ["default_value"] = field.DefaultValue,
            ["visible"] = true,
        };
        if (field.Format == "list")
            shape["possible_values"] = Text.Array(field.PossibleValues.Select(v => new JsonObject { ["value"] = v, ["label"] = v }));
        shape["trackers"] = Text.Array(field.TrackerIds.Select(t => Text.Named(t, data.Trackers[t].Name)));
        shape["roles"] = new JsonArray();
        return shape;
    }
}
