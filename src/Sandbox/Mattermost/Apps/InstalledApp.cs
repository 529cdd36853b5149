using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>An App as the plugin keeps it: everything that its manifest asked for is granted.</summary>
/// <param name="Secret">Its calls are signed with it; empty unless one was typed at installation.</param>
/// <param name="WebhookSecret">Empty unless the App may take webhooks.</param>
internal sealed record InstalledApp(AppManifest Manifest, MattermostUser Bot, string Secret, string WebhookSecret)
{
    public string Id => Manifest.AppId;

    public bool Has(string permission) => Manifest.Asks(permission);
}
