using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Doctoring;

/// <summary>What the checks look with: the bridge's own parts, none of them started.</summary>
/// <param name="Http">Keeps no cookies and follows no redirects; trusts the certificates that the bridge does.</param>
internal sealed record DoctorTools(
    BridgeSettings Settings,
    MattermostProbe Probe,
    IMattermostApi Mattermost,
    IRedmineApi Redmine,
    BridgeDatabase Database,
    IPinnedUsers Pins,
    HttpClient Http,
    TimeProvider Clock,
    DoctorLimits Limits);
