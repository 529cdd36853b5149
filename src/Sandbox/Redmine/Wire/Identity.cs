using System.Text;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Whom a request acts as. A wrong key is nobody, not an error.</summary>
internal readonly record struct Identity(RedmineUser? User, bool SwitchRefused)
{
    public static Identity Of(RedmineData data, HttpRequest request)
    {
        var owner = data.RestEnabled && Given(request) is { Key.Length: > 0 } given
            ? data.Users.Values.FirstOrDefault(u => u.IsActive && (u.ApiKey == given.Key || IsLogin(u, given)))
            : null;
        var login = request.Headers["X-Redmine-Switch-User"].ToString();
        if (owner is not { IsAdmin: true } || login.Length == 0)
            return new(owner, false);
        return data.FindLogin(login) is { IsActive: true } user ? new(user, false) : new(null, true);
    }

    private static bool IsLogin(RedmineUser user, (string Key, string? Password) given) =>
        given.Password is { } password && user.Password == password && string.Equals(user.Login, given.Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>A key, and by basic authentication perhaps a login with its password.</summary>
    private static (string Key, string? Password) Given(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Redmine-API-Key", out var header))
            return (header.ToString(), null);
        if (request.Query.TryGetValue("key", out var query))
            return (query.ToString(), null);
        var authorization = request.Headers.Authorization.ToString();
        var buffer = new byte[authorization.Length];
        if (!authorization.StartsWith("Basic ", StringComparison.Ordinal) || !Convert.TryFromBase64String(authorization[6..], buffer, out var length))
            return ("", null);
        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return (parts[0], parts.ElementAtOrDefault(1));
    }
}
