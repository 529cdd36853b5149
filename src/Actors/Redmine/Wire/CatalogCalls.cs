using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>What an installation has for all.</summary>
internal static class CatalogCalls
{
    /// <summary>Redmine makes this role itself and lets nobody rename it.</summary>
    private const string NonMember = "Non member";

    private const int TriedForNonMember = 8;

    public static async Task<RedmineAnswer> Read(RedmineExchange exchange, RedmineCall.ReadCatalog call)
    {
        // First what only an administrator gets: with a refused key the others would be answered all the same, to a stranger.
        // Of those whose key is their own none gets it, administrators neither: the answer is for all.
        var fields = call.As is OwnKey ? [] : await List(exchange, call, "custom_fields.json", "custom_fields");
        var trackers = await List(exchange, call, "trackers.json", "trackers");
        var statuses = await List(exchange, call, "issue_statuses.json", "issue_statuses");
        var priorities = await List(exchange, call, "enumerations/issue_priorities.json", "issue_priorities");
        var roles = await ReadRoles(exchange, call);
        return new RedmineAnswer.CatalogRead(new(
            [.. trackers.Select(ReadTracker)],
            [.. statuses.Select(s => new IssueStatus(s.Id(), s.Required("name"), s.Flag("is_closed")))],
            [.. priorities.Select(p => new Priority(p.Id(), p.Required("name"), p.Flag("is_default"), !IsFalse(p, "active")))],
            await ReadFields(exchange, [.. fields.Where(f => f.Text("customized_type") == "issue")]),
            roles,
            await FindNonMember(exchange, call, [.. roles.Select(r => r.Id)])));
    }

    private static async Task<IReadOnlyList<JsonElement>> List(RedmineExchange exchange, RedmineCall call, string path, string name) =>
        [.. (await exchange.Get(exchange.Request(path), call.As)).GetProperty(name).EnumerateArray()];

    private static async Task<IReadOnlyList<Role>> ReadRoles(RedmineExchange exchange, RedmineCall call)
    {
        List<Role> roles = [];
        foreach (var role in await List(exchange, call, "roles.json", "roles"))
        {
            // One that was deleted a moment ago is no role any more.
            if (await ReadRole(exchange, call, role.Id()) is { } read)
                roles.Add(read);
        }

        return roles;
    }

    /// <summary>The list leaves it out, so it is looked for among the ids that the list lacks, lowest first: it is made with the database.</summary>
    private static async Task<Role?> FindNonMember(RedmineExchange exchange, RedmineCall call, HashSet<int> listed)
    {
        foreach (var id in Enumerable.Range(1, int.MaxValue - 1).Where(i => !listed.Contains(i)).Take(TriedForNonMember))
        {
            if (await ReadRole(exchange, call, id) is { Name: NonMember } role)
                return role;
        }

        return null;
    }

    private static async Task<Role?> ReadRole(RedmineExchange exchange, RedmineCall call, int id)
    {
        if (await exchange.Find(exchange.Request("roles", $"{id}.json"), call.As) is not { } answer)
            return null;
        var role = answer.GetProperty("role");
        return new(
            id,
            role.Required("name"),
            !IsFalse(role, "assignable"),
            role.List("permissions").Texts().ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Redmine doesn't tell which fields all projects have, only which each one was given: so it takes a look at the projects.</summary>
    private static async Task<IReadOnlyList<CustomField>> ReadFields(RedmineExchange exchange, IReadOnlyList<JsonElement> fields)
    {
        if (fields.Count == 0)
            return [];
        var projects = await exchange.GetAll(
            () => exchange.Request("projects.json").SetQueryParam("include", "issue_custom_fields").SetQueryParam("status", "1|5"), "projects", null);
        var given = projects.SelectMany(p => p.List("issue_custom_fields")).Select(f => f.Id()).ToHashSet();
        return [.. fields.Select(f => ReadField(f) with { IsForAllProjects = !given.Contains(f.Id()) })];
    }

    private static Tracker ReadTracker(JsonElement tracker) => new(
        tracker.Id(),
        tracker.Required("name"),
        tracker.Named("default_status")?.Id,
        tracker.TryGetProperty("enabled_standard_fields", out var fields)
            ? fields.EnumerateArray().Texts().ToHashSet(StringComparer.Ordinal)
            : null);

    private static CustomField ReadField(JsonElement field) => new(field.Id(), field.Required("name"), field.Required("field_format"))
    {
        IsRequired = field.Flag("is_required"),
        IsMultiple = field.Flag("multiple"),
        IsFilter = field.Flag("is_filter"),
        Default = field.Text("default_value") is { Length: > 0 } value ? value : null,
        PossibleValues = [.. field.List("possible_values").Select(v => new PossibleValue(v.Required("value"), v.Text("label") ?? v.Required("value")))],
        MinLength = field.Number("min_length"),
        MaxLength = field.Number("max_length"),
        Pattern = field.Text("regexp") is { Length: > 0 } pattern ? pattern : null,
        Trackers = field.List("trackers").Select(t => t.Id()).ToHashSet(),
        Roles = IsFalse(field, "visible") ? field.List("roles").Select(r => r.Id()).ToHashSet() : null,
    };

    private static bool IsFalse(JsonElement owner, string key) => owner.TryGetProperty(key, out var flag) && flag.ValueKind == JsonValueKind.False;
}
