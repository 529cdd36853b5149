using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Host.Status;

/// <summary>
/// Who may see the status page: whoever sits at the bridge's own machine, and who gives <c>Bridge__StatusToken</c>, as a bearer token or, as browsers ask
/// for it, as a password with any user name. What comes through a proxy doesn't come from here, though the proxy may.
/// </summary>
internal sealed class StatusAccess(string? token)
{
    private static readonly string[] SignsOfProxies = ["X-Forwarded-For", "X-Forwarded-Host", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];
    private const string Mattermost = "Mattermost";

    /// <summary>Whether there is a token to be asked for.</summary>
    public bool HasToken => token is not null;

    public bool Allows(HttpContext context) => IsHere(context) || IsKnown(context.Request.Headers.Authorization.ToString());

    /// <summary>
    /// By a name of this machine, too: a page from elsewhere whose name was turned to this address is not from here. Neither is what Mattermost asks for on this
    /// machine: people can have it call what they like, and are shown the answer.
    /// </summary>
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && !SignsOfProxies.Any(context.Request.Headers.ContainsKey)
        && !context.Request.Headers.UserAgent.ToString().StartsWith(Mattermost, StringComparison.OrdinalIgnoreCase)
        && !context.Request.Headers.Authorization.ToString().StartsWith("Token ", StringComparison.OrdinalIgnoreCase)
        && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var name) && IPAddress.IsLoopback(name)));

    private bool IsKnown(string authorization) => token is not null && authorization.Split(' ', 2) switch
    {
        [var scheme, var given] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => IsToken(given.Trim()),
        [var scheme, var given] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => Password(given.Trim()) is { } password && IsToken(password),
        _ => false,
    };

    private bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token!)));

    private static string? Password(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }
}
