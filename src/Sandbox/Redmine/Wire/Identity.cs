using System.Text;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Whom a request acts as. A wrong key is nobody, not an error.</summary>
internal readonly record struct Identity(RedmineUser? User, bool SwitchRefused)
{
    public static Identity Of(RedmineData data, HttpRequest request)
    {
        var owner = data.RestEnabled && KeyIn(request) is { Length: > 0 } key
            ? data.Users.Values.FirstOrDefault(u => u.ApiKey == key && u.IsActive)
            : null;
        var login = request.Headers["X-Redmine-Switch-User"].ToString();
        if (owner is not { IsAdmin: true } || login.Length == 0)
            return new(owner, false);
        return data.FindLogin(login) is { IsActive: true } user ? new(user, false) : new(null, true);
    }

    private static string? KeyIn(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Redmine-API-Key", out var header))
            return header.ToString();
        if (request.Query.TryGetValue("key", out var query))
            return query.ToString();
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Basic ", StringComparison.Ordinal))
            return null;
        var buffer = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[6..], buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0]
            : null;
    }
}
