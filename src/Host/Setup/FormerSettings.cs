using System.Text.RegularExpressions;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// The environment file of the first version, <c>.docker.env</c>: the addresses in it become settings, and its people lines of the map. Its
/// token and key are left out: that program wrote them into its log.
/// </summary>
/// <param name="Became">For each line of the file that says something, what became of it.</param>
/// <param name="Settings">By their names here.</param>
/// <param name="People">Logins in Redmine by those in Mattermost.</param>
internal sealed partial record FormerSettings(
    IReadOnlyList<string> Became, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> People)
{
    public const string Advice =
        "The first version wrote its token and its Redmine key into its log: revoke the token (Mattermost, Integrations), reset the key (Redmine, My account), "
        + "and give setup new ones";

    private static readonly (string Setting, string[] Whole, string[] Scheme, string[] Host, string[] Port)[] Addresses =
    [
        (
            "Mattermost__Url",
            ["MATTERMOST_URL", "MATTERMOST_SITE_URL", "MM_URL", "MM_URL_EXTERNAL"],
            ["MM_SCHEMA", "MM_PROTOCOL", "MATTERMOST_SCHEMA", "MATTERMOST_PROTOCOL"],
            ["MM_HOST_EXTERNAL", "MM_HOST", "MATTERMOST_HOST"],
            ["MM_PORT_EXTERNAL", "MM_PORT", "MATTERMOST_PORT"]),
        (
            "Redmine__Url",
            ["REDMINE_URL", "REDMINE_ADDRESS", "RM_URL", "RM_URL_EXTERNAL"],
            ["RM_SCHEMA", "RM_PROTOCOL", "REDMINE_SCHEMA", "REDMINE_PROTOCOL"],
            ["RM_HOST_EXTERNAL", "RM_HOST", "REDMINE_HOST"],
            ["RM_PORT_EXTERNAL", "RM_PORT", "REDMINE_PORT"]),
        (
            "Bridge__PublicUrl",
            ["APP_URL", "APP_URL_EXTERNAL"],
            ["APP_SCHEMA", "APP_PROTOCOL"],
            ["APP_HOST_EXTERNAL", "APP_HOST", "PYTHON_BOT_APP_HOST"],
            ["APP_PORT_EXTERNAL", "APP_PORT", "PYTHON_BOT_APP_PORT"]),
        (
            "Bridge__ListenUrl",
            ["APP_URL_INTERNAL"],
            ["APP_SCHEMA_INTERNAL", "APP_PROTOCOL_INTERNAL"],
            ["APP_HOST_INTERNAL"],
            ["APP_PORT_INTERNAL"]),
    ];

    public static FormerSettings Read(string text)
    {
        List<(string Name, string Value)> lines = [.. text.ReplaceLineEndings("\n").Split('\n').Select(l => Line().Match(l)).Where(m => m.Success)
            .Select(m => (m.Groups["name"].Value, m.Groups["value"].Value.Trim().Trim('"', '\'')))];
        // The first version itself mixes capitals: APP_HOST_INTERNAl.
        var values = lines.DistinctBy(l => l.Name.ToUpperInvariant()).ToDictionary(l => l.Name, l => l.Value, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> settings = [];
        foreach (var address in Addresses)
        {
            if ((First(values, address.Whole) ?? Composed(values, address.Scheme, address.Host, address.Port)) is { } url)
                settings[address.Setting] = url;
        }

        Dictionary<string, string> people = [];
        List<string> became = [];
        foreach (var (name, value) in lines)
        {
            if (Secret().IsMatch(name))
                became.Add($"{name}: left out, since it stands in that program's log; revoke it");
            else if (Addresses.FirstOrDefault(a => a.Whole.Concat(a.Scheme).Concat(a.Host).Concat(a.Port).Contains(name, StringComparer.OrdinalIgnoreCase)).Setting is { } setting)
                became.Add(settings.ContainsKey(setting) ? $"{name} → {setting}" : $"{name}: left out, since it alone makes no address");
            else if (Username().IsMatch(name) && RedmineLogin.IsPossible(value))
            {
                people[name] = value;
                became.Add($"{name} → a line of the map, {name}={value}, where both are found");
            }
            else
                became.Add($"{name}: not known, left out");
        }

        return new(became, settings, people);
    }

    private static string? First(Dictionary<string, string> values, string[] names) =>
        names.Select(n => values.GetValueOrDefault(n)).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    private static string? Composed(Dictionary<string, string> values, string[] scheme, string[] host, string[] port)
    {
        if (First(values, host) is not { } name)
            return null;
        var address = $"{First(values, scheme) ?? "http"}://{name}{(First(values, port) is { } number ? $":{number}" : "")}";
        return Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.AbsoluteUri.TrimEnd('/') : null;
    }

    [GeneratedRegex(@"^\s*(?:export\s+)?(?<name>[A-Za-z_][\w.\-]*)\s*=(?<value>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex("TOKEN|KEY|PASS|PWD|SECRET|AUTH|CRED", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    /// <summary>Mattermost's own rule: no capitals.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9._\-]*$")]
    private static partial Regex Username();
}
