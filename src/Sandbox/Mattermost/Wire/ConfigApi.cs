using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>The server's settings for its administrators: those that a bridge has to do with, and two of the secrets that are never shown.</summary>
internal static class ConfigApi
{
    private const string Masked = "********************************";

    public static ApiAnswer Get(ApiCall call)
    {
        call.RequireSystem(Permissions.ManageSystem);
        return new(Of(call.World.Settings));
    }

    /// <summary>What isn't named stays as it is. An address of the server can be changed, and not taken away.</summary>
    public static ApiAnswer Patch(ApiCall call)
    {
        call.RequireSystem(Permissions.ManageSystem);
        var service = call.Body["ServiceSettings"] as JsonObject ?? [];
        var settings = call.World.Settings;
        if ((string?)service["SiteURL"] is { } site)
        {
            if (site.Length == 0 && settings.SiteUrl is not null)
                throw new MattermostRefusalException(400, "api.config.update_config.clear_siteurl.app_error", "Site URL cannot be cleared.");
            if (site.Length > 0 && !Uri.TryCreate(site, UriKind.Absolute, out _))
                throw new MattermostRefusalException(400, "model.config.is_valid.site_url.app_error", "Site URL must be a valid URL and start with http:// or https://.");
            settings = settings with { SiteUrl = site.Length == 0 ? null : new(site) };
        }

        call.World.Settings = settings with
        {
            EnableCommands = (bool?)service["EnableCommands"] ?? settings.EnableCommands,
            EnableBotAccountCreation = (bool?)service["EnableBotAccountCreation"] ?? settings.EnableBotAccountCreation,
            AllowedUntrustedInternalConnections = (string?)service["AllowedUntrustedInternalConnections"] ?? settings.AllowedUntrustedInternalConnections,
        };
        return new(Of(call.World.Settings));
    }

    private static JsonObject Of(MattermostSettings settings) => new()
    {
        ["ServiceSettings"] = new JsonObject
        {
            ["SiteURL"] = settings.SiteUrl?.AbsoluteUri.TrimEnd('/') ?? "",
            ["EnableCommands"] = settings.EnableCommands,
            ["EnableBotAccountCreation"] = settings.EnableBotAccountCreation,
            ["AllowedUntrustedInternalConnections"] = settings.AllowedUntrustedInternalConnections ?? "",
        },
        ["SqlSettings"] = new JsonObject { ["DriverName"] = "postgres", ["DataSource"] = Masked },
        ["EmailSettings"] = new JsonObject { ["SMTPPassword"] = Masked },
    };
}
