using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>The flat map of settings that clients ask for first; those the stand-in doesn't act on are as a fresh 5.37 has them.</summary>
internal static class ClientConfig
{
    /// <summary>A stranger learns no more than a page for logging in needs.</summary>
    private static readonly HashSet<string> ForStrangers =
    [
        "AboutLink", "AndroidAppDownloadLink", "AppDownloadLink", "AsymmetricSigningPublicKey", "BuildDate", "BuildEnterpriseReady", "BuildHash", "BuildHashEnterprise",
        "BuildNumber", "CustomBrandText", "CustomDescriptionText", "DefaultClientLocale", "DiagnosticId", "DiagnosticsEnabled", "EnableBotAccountCreation", "EnableCustomBrand",
        "EnableCustomEmoji", "EnableFile", "EnableGuestAccounts", "EnableLdap", "EnableMultifactorAuthentication", "EnableOpenServer", "EnableSaml", "EnableSignInWithEmail",
        "EnableSignInWithUsername", "EnableSignUpWithEmail", "EnableUserCreation", "HelpLink", "IosAppDownloadLink", "NoAccounts", "PasswordMinimumLength", "PluginsEnabled",
        "PrivacyPolicyLink", "SiteName", "SupportEmail", "TermsOfServiceLink", "Version", "WebsocketPort", "WebsocketSecurePort", "WebsocketURL",
    ];

    public static JsonObject Of(MattermostSettings settings, bool isKnown)
    {
        using var stream = typeof(ClientConfig).Assembly.GetManifestResourceStream($"{typeof(ClientConfig).Namespace}.client-config.json")!;
        var config = JsonNode.Parse(stream)!.AsObject();
        config["Version"] = settings.Version;
        config["DiagnosticId"] = settings.DiagnosticId;
        config["TelemetryId"] = settings.DiagnosticId;
        config["SiteURL"] = settings.SiteUrl?.AbsoluteUri.TrimEnd('/') ?? "";
        config["MaxPostSize"] = $"{settings.MaxPostSize}";
        config["DefaultClientLocale"] = settings.DefaultLocale;
        config["EnableBotAccountCreation"] = settings.EnableBotAccountCreation ? "true" : "false";
        config["EnableCommands"] = settings.EnableCommands ? "true" : "false";
        config["EnableReliableWebSockets"] = settings.EnableReliableWebSockets || settings.IsAtLeast(6, 3) ? "true" : "false";
        if (!isKnown)
        {
            foreach (var key in config.Select(p => p.Key).Where(k => !ForStrangers.Contains(k)).ToList())
                config.Remove(key);
        }

        return config;
    }
}
