using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Apps;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>What the Apps plugin keeps.</summary>
public sealed partial class MattermostWorld
{
    private const string AppsBotName = "appsbot";
    private static readonly TimeSpan AppSessionLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AppSessionRenewed = TimeSpan.FromMinutes(5);
    private readonly SortedDictionary<string, InstalledApp> _apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AppManifest> _listedApps = [];
    private readonly List<AppSubscription> _appSubscriptions = [];
    private readonly Dictionary<(string AppId, string UserId), (string Token, DateTimeOffset Until)> _appSessions = [];
    private readonly Dictionary<string, (string AppId, DateTimeOffset Until)> _appTokens = [];
    private readonly Dictionary<(string AppId, string UserId, string Key), string> _appData = [];
    private readonly List<AppNotification> _appNotifications = [];

    /// <summary>What Apps were told of, oldest first.</summary>
    public IReadOnlyList<AppNotification> AppNotifications => Read(() => _appNotifications.ToList());

    internal IReadOnlyList<InstalledApp> Apps => Read(() => _apps.Values.ToList());

    /// <summary>The plugin's own; there from its first use.</summary>
    internal MattermostUser AppsBot => Change(() => FindUserByName(AppsBotName) ?? AddBot(AppsBotName));

    internal InstalledApp? FindApp(string id) => Read(() => _apps.GetValueOrDefault(id));

    /// <summary>A manifest that was read and may be installed.</summary>
    internal AppManifest? FindListedApp(string id) => Read(() => _listedApps.GetValueOrDefault(id));

    internal void List(AppManifest manifest) => Change(() => _listedApps[manifest.AppId] = manifest);

    internal void Keep(InstalledApp app) => Change(() => _apps[app.Id] = app);

    /// <summary>
    /// A session of somebody that an App may use, as a token: for ten minutes, and a new one when less than half of that is left. The old
    /// one lasts to its end.
    /// </summary>
    internal string AppSession(string appId, MattermostUser user) => Change(() =>
    {
        var now = Time.GetUtcNow();
        if (_appSessions.TryGetValue((appId, user.Id), out var known) && known.Until - now >= AppSessionRenewed)
            return known.Token;
        var session = (Token: IssueToken(user), Until: now + AppSessionLife);
        _appSessions[(appId, user.Id)] = session;
        _appTokens[session.Token] = (appId, session.Until);
        return session.Token;
    });

    /// <summary>The App that was given the token; null for a token of another kind, or one that is over.</summary>
    internal InstalledApp? AppOf(string token) => Read(() =>
        _appTokens.TryGetValue(token, out var given) && given.Until > Time.GetUtcNow() ? _apps.GetValueOrDefault(given.AppId) : null);

    internal IReadOnlyList<AppSubscription> SubscriptionsOf(string appId) => Read(() => _appSubscriptions.Where(s => s.AppId == appId).ToList());

    internal IReadOnlyList<AppSubscription> SubscriptionsTo(string subject, string teamId, string channelId) =>
        Read(() => _appSubscriptions.Where(s => s.IsAbout(subject, teamId, channelId)).ToList());

    internal void Subscribe(AppSubscription subscription) => Change(() =>
    {
        Forget(subscription);
        _appSubscriptions.Add(subscription);
        return 0;
    });

    /// <summary>False: there was none.</summary>
    internal bool Unsubscribe(AppSubscription subscription) => Change(() => Forget(subscription));

    internal string? AppData(string appId, string userId, string key) => Read(() => _appData.GetValueOrDefault((appId, userId, key)));

    /// <summary>False: it was so already. Null forgets it.</summary>
    internal bool SetAppData(string appId, string userId, string key, string? json) => Change(() =>
    {
        var isNew = _appData.GetValueOrDefault((appId, userId, key)) != json;
        if (json is null)
            _appData.Remove((appId, userId, key));
        else
            _appData[(appId, userId, key)] = json;
        return isNew;
    });

    internal void Note(AppNotification notification) => Change(() =>
    {
        _appNotifications.Add(notification);
        return 0;
    });

    /// <summary>Has the person's clients ask for the bindings again.</summary>
    internal void TellBindingsChanged(MattermostUser user) => Change(() =>
    {
        Tell("custom_com.mattermost.apps_refresh_bindings", new JsonObject(), new(UserId: user.Id), id => id == user.Id);
        return 0;
    });

    private bool Forget(AppSubscription subscription) => _appSubscriptions.RemoveAll(s =>
        (s.AppId, s.Subject, s.TeamId, s.ChannelId) == (subscription.AppId, subscription.Subject, subscription.TeamId, subscription.ChannelId)) > 0;

    private bool IsOver(string token) => _appTokens.TryGetValue(token, out var given) && given.Until <= Time.GetUtcNow();
}
