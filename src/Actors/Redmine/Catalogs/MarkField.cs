using System.Globalization;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>Looks at the custom field that an installation chose for the marks of its tickets, as far as Redmine tells. Pure.</summary>
public static class MarkField
{
    /// <param name="named">The field's name, or its id.</param>
    /// <returns>The field where it can carry a mark, and what an administrator should know of it.</returns>
    public static (CustomField? Field, ConnectionReport Report) Check(string named, RedmineCatalog catalog)
    {
        var field = catalog.CustomFields.FirstOrDefault(f => f.Name.Equals(named, StringComparison.OrdinalIgnoreCase))
            ?? (int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? catalog.CustomFields.FirstOrDefault(f => f.Id == id) : null);
        if (WhyUnfit(named, field) is { } reason)
            return (null, Report(ConnectionState.Degraded, $"Redmine__MarkField: {reason} Until then tickets carry no mark."));
        var gaps = GapsOf(field!, catalog);
        return (field, gaps is null
            ? Report(ConnectionState.Online, "")
            : Report(ConnectionState.Degraded, $"Redmine__MarkField: {field!.Name} {gaps}; other tickets carry no mark."));
    }

    private static string? WhyUnfit(string named, CustomField? field) => field switch
    {
        null => $"Redmine has no custom field {named} for tickets; create it, or correct the name.",
        { Format: not ("string" or "text") } => $"{field.Name} has the format {field.Format}; choose a field of the format text.",
        { Pattern: not null } => $"{field.Name} has a regular expression, which a mark may not match; remove it.",
        { MinLength: > CreationMark.Length } or { MaxLength: > 0 and < CreationMark.Length } =>
            $"{field.Name} doesn't take the {CreationMark.Length} characters of a mark; change its minimum and maximum length.",
        _ => null,
    };

    /// <summary>Whether it is for all projects Redmine doesn't tell: a field that some project lists is not.</summary>
    private static string? GapsOf(CustomField field, RedmineCatalog catalog)
    {
        string[] without = [.. catalog.Trackers.Where(t => !field.Trackers.Contains(t.Id)).Select(t => t.Name)];
        List<string> gaps = [];
        if (!field.IsForAllProjects)
            gaps.Add("is not for all projects");
        if (without.Length > 0)
            gaps.Add($"is not for the trackers {string.Join(", ", without)}");
        if (field.Roles is not null)
            gaps.Add("is visible to some roles alone");
        return gaps.Count == 0 ? null : string.Join(", ", gaps);
    }

    private static ConnectionReport Report(ConnectionState state, string detail) => new(ConnectionReport.MarkField, state, detail);
}
