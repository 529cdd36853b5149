using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>An account of Mattermost as its administrator sees it.</summary>
internal sealed record MattermostAccount(string Id, string Username)
{
    public string Mail { get; init; } = "";

    public IReadOnlyList<string> Roles { get; init; } = [];

    public bool IsBot { get; init; }

    public bool IsActive { get; init; } = true;

    public bool IsGuest => Roles.Contains("system_guest");

    public bool IsSystemAdmin => Roles.Contains("system_admin");

    public static MattermostAccount Read(JsonNode account) => new((string?)account["id"] ?? "", (string?)account["username"] ?? "")
    {
        Mail = (string?)account["email"] ?? "",
        Roles = ((string?)account["roles"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        IsBot = (bool?)account["is_bot"] ?? false,
        IsActive = ((long?)account["delete_at"] ?? 0) == 0,
    };
}
