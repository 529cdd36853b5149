using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>What an App says of itself; only Apps that are reached over HTTP can be installed here.</summary>
internal sealed record AppManifest(string AppId, Uri RootUrl)
{
    private const int LongestId = 32;
    private const int LongestVersion = 10;

    private static readonly string[] DeployTypes = ["http", "aws_lambda", "open_faas", "plugin"];

    /// <summary>Each with the one that it needs beside it.</summary>
    private static readonly Dictionary<string, string> KnownPermissions = new()
    {
        ["act_as_bot"] = "",
        ["act_as_user"] = "",
        ["remote_oauth2"] = "act_as_user",
        ["remote_webhooks"] = "act_as_bot",
        ["user_joined_channel_notification"] = "act_as_bot",
    };

    public string Version { get; private init; } = "";

    public string DisplayName { get; private init; } = "";

    public string HomepageUrl { get; private init; } = "";

    public string Icon { get; private init; } = "";

    public IReadOnlyList<string> Permissions { get; private init; } = [];

    public IReadOnlyList<string> Locations { get; private init; } = [];

    public bool UsesJwt { get; private init; }

    public AppCall? OnInstall { get; private init; }

    public AppCall Bindings { get; private init; } = new("/bindings");

    /// <summary>What only the plugin itself may call, and the names that the manifest has for it.</summary>
    public IReadOnlyList<(string Path, string Name)> OwnPaths { get; private init; } = [];

    /// <exception cref="AppsFailureException">It isn't what the plugin takes, with every reason.</exception>
    public static AppManifest Read(JsonObject given)
    {
        var problems = new List<string>();
        var (id, version, home) = (AppJson.Text(given, "app_id"), AppJson.Text(given, "version"), AppJson.Text(given, "homepage_url"));
        var permissions = AppJson.Texts(given, "requested_permissions");
        var http = AppJson.Map(given, "http");
        var root = http is null ? "" : AppJson.Text(http, "root_url");
        Check(home.Length > 0, "homepage_url is empty");
        Check(IsUrl(home), $"homepage_url \"{home}\" invalid");
        Check(AppJson.Text(given, "display_name").Length > 0, "display_name is empty");
        Check(id.Length >= 3, $"appID {id} too short, should be 3 bytes");
        Check(id.Length <= LongestId, $"appID {id} too long, should be {LongestId} bytes");
        Check(id.All(IsOfName), $"invalid character in appID \"{id}\"");
        Check(version.Length <= LongestVersion, $"version {version} too long, should be in v00_00_000 format");
        Check(version.All(IsOfName), "invalid character in appVersion");
        foreach (var permission in permissions)
        {
            Check(KnownPermissions.ContainsKey(permission), $"invalid permission: {permission}");
            var needed = KnownPermissions.GetValueOrDefault(permission, "");
            Check(needed.Length == 0 || permissions.Contains(needed), $"{permission} requires {needed}");
        }

        Check(DeployTypes.Any(t => given[t] is not null), "manifest has no deployment information (http, aws_lambda, open_faas, etc.)");
        Check(http is null || IsUrl(root), $"invalid root_url: \"{root}\"");
        if (AppsFailureException.All(problems) is { } failure)
            throw failure;
        if (http is null)
            throw AppsFailureException.Invalid($"{id} can't be deployed as http");

        return new(id, new(root))
        {
            Version = version,
            DisplayName = AppJson.Text(given, "display_name"),
            HomepageUrl = home,
            Icon = AppJson.Text(given, "icon"),
            Permissions = permissions,
            Locations = AppJson.Texts(given, "requested_locations"),
            UsesJwt = AppJson.Flag(http, "use_jwt"),
            OnInstall = AppCall.Read("on_install", given["on_install"]),
            Bindings = AppCall.Read("bindings", given["bindings"]) is { Path.Length: > 0 } call ? call : new AppCall("/bindings"),
            OwnPaths =
            [
                ("/ping", "/ping"),
                .. new (string Name, string Otherwise)[]
                {
                    ("on_install", ""), ("on_uninstall", ""), ("on_version_changed", ""), ("on_enable", ""), ("on_disable", ""),
                    ("get_oauth2_connect_url", "/oauth2/connect"), ("on_oauth2_complete", "/oauth2/complete"), ("on_remote_webhook", "/webhook"),
                }.Select(c => (AppCall.Read(c.Name, given[c.Name])?.Path ?? c.Otherwise, c.Name + ".path")).Where(c => c.Item1.Length > 0),
            ],
        };

        void Check(bool isGood, string problem)
        {
            if (!isGood)
                problems.Add(problem);
        }
    }

    public bool Asks(string permission) => Permissions.Contains(permission);

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.';

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https");
}
