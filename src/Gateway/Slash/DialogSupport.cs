using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What the dialogs of a server can do; see the vendor's documentation of 11.0 and 11.1.</summary>
/// <param name="LooksUp">Choices are asked for while the person types.</param>
/// <param name="TakesSeveral">A menu can take several choices.</param>
/// <param name="Refreshes">A form can ask for itself anew when a field has changed, and a submission can be answered with a further form.</param>
/// <param name="KnowsDates">There is an element for a day.</param>
internal sealed record DialogSupport(bool LooksUp, bool TakesSeveral, bool Refreshes, bool KnowsDates)
{
    /// <param name="bridge">Browsers ask for choices only where the address is a secure one, or their own machine.</param>
    public static DialogSupport Of(MattermostServer server, Uri bridge)
    {
        var is110 = server.IsAtLeast(11, 0);
        var is111 = server.IsAtLeast(11, 1);
        return new(is110 && (bridge.Scheme == Uri.UriSchemeHttps || bridge.IsLoopback), is110, is111, is111);
    }
}
