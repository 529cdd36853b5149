namespace RedmineBridge.Host.Setup;

/// <summary>An administrator's, for one of the two servers: a token or key, or a login with its password. Never written out.</summary>
internal sealed class Credentials
{
    public string? Token { get; init; }

    public string Login { get; init; } = "";

    public string Password { get; init; } = "";
}
