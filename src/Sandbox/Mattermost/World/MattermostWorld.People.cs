using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Wire;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Who there is, what they may do, and the tokens they act by.</summary>
public sealed partial class MattermostWorld
{
    private readonly Dictionary<string, MattermostUser> _users = [];
    private readonly Dictionary<string, string> _userIdByToken = [];
    private readonly Dictionary<string, string> _passwordByUserId = [];
    private readonly Dictionary<string, AccessToken> _accessTokens = [];
    private readonly Dictionary<string, ImmutableSortedSet<string>> _roles = Permissions.Defaults();

    public IReadOnlyList<MattermostUser> Users => Read(() => _users.Values.ToList());

    public MattermostUser AddUser(
        string username, string firstName = "", string lastName = "", string locale = "en", Func<MattermostUser, MattermostUser>? with = null) =>
        Add(new MattermostUser(_ids.Next(), username) { FirstName = firstName, LastName = lastName, Locale = locale }, with);

    /// <summary>With the system roles given, <c>system_user</c> alone if none. It is the first system administrator's, where there is one.</summary>
    public MattermostUser AddBot(string username, params string[] roles) => Add(
        new MattermostUser(_ids.Next(), username)
        {
            FirstName = username,
            IsBot = true,
            OwnerId = Users.Where(u => u.Roles.Contains("system_admin")).Select(u => u.Id).FirstOrDefault() ?? "",
            Roles = roles.Length == 0 ? ["system_user"] : roles,
        },
        null);

    /// <summary>Renames, deactivates, makes a guest of, promotes: whatever an administrator might. Everybody hears of it.</summary>
    public MattermostUser ChangeUser(MattermostUser user, Func<MattermostUser, MattermostUser> change) => Change(() =>
    {
        var changed = change(_users[user.Id]) with { Id = user.Id, UpdateAt = Now };
        RequireFree(changed);
        _users[user.Id] = changed;
        Tell("user_updated", new JsonObject { ["user"] = UserJson.Of(changed, reader: null) }, new(), _ => true);
        return changed;
    });

    /// <summary>Each takes the other's name, over a third one: two accounts never have the same.</summary>
    public void SwapNames(MattermostUser one, MattermostUser other)
    {
        var (first, second) = (FindUser(one.Id)!.Username, FindUser(other.Id)!.Username);
        ChangeUser(one, u => u with { Username = $"{first}.meanwhile" });
        ChangeUser(other, u => u with { Username = first });
        ChangeUser(one, u => u with { Username = second });
    }

    /// <exception cref="KeyNotFoundException">Nobody is called that.</exception>
    public MattermostUser User(string username) =>
        Read(() => _users.Values.FirstOrDefault(u => u.Username == username) ?? throw new KeyNotFoundException(username));

    public string IssueToken(MattermostUser user) => Change(() =>
    {
        var token = _ids.Next();
        _userIdByToken.Add(token, user.Id);
        return token;
    });

    /// <summary>From now on the person can log in by it.</summary>
    public void SetPassword(MattermostUser user, string password) => Change(() => _passwordByUserId[user.Id] = password);

    /// <summary>Those that were made for an account and last until they are revoked, oldest first.</summary>
    public IReadOnlyList<AccessToken> AccessTokensOf(MattermostUser user) => Read(() => _accessTokens.Values.Where(t => t.UserId == user.Id).ToList());

    /// <summary>From now on the token is unknown; sockets that were opened with it fall silent, as on a real server.</summary>
    public void RevokeToken(string token) => Change(() => _userIdByToken.Remove(token));

    /// <summary>As <c>PUT /roles/{id}/patch</c> does, without its checks.</summary>
    public void Grant(string role, params string[] permissions) => Change(() => _roles[role] = _roles[role].Union(permissions));

    /// <summary>The opposite of <see cref="Grant"/>.</summary>
    public void Revoke(string role, params string[] permissions) => Change(() => _roles[role] = _roles[role].Except(permissions));

    /// <summary>As <c>POST /users/{id}/tokens</c> does, without its checks.</summary>
    public AccessToken AddAccessToken(MattermostUser user, string description) => Change(() =>
    {
        var token = new AccessToken(_ids.Next(), IssueToken(user), user.Id, description);
        _accessTokens.Add(token.Id, token);
        return token;
    });

    internal AccessToken? FindAccessToken(string id) => Read(() => _accessTokens.GetValueOrDefault(id));

    internal void Revoke(AccessToken token) => Change(() =>
    {
        RevokeToken(token.Token);
        return _accessTokens.Remove(token.Id);
    });

    /// <summary>By username or address; null where the two don't belong together.</summary>
    internal MattermostUser? FindByPassword(string login, string password) => Read(() => _users.Values.FirstOrDefault(u =>
        u is { IsBot: false, DeleteAt: 0 }
        && new[] { u.Username, UserJson.MailOf(u) }.Contains(login, StringComparer.OrdinalIgnoreCase)
        && _passwordByUserId.GetValueOrDefault(u.Id) == password));

    /// <summary>Null for a token that is unknown or over, and for somebody deactivated.</summary>
    internal MattermostUser? Bearer(string token) => Read(() =>
        _userIdByToken.TryGetValue(token, out var id) && _users[id] is { DeleteAt: 0 } user && !IsOver(token) ? user : null);

    internal MattermostUser? FindUser(string id) => Read(() => _users.GetValueOrDefault(id));

    internal MattermostUser? FindUserByName(string username) => Read(() => _users.Values.FirstOrDefault(u => u.Username == username));

    internal bool MayInSystem(MattermostUser user, string permission) => Read(() => Grants(user.Roles, permission));

    internal bool MayInTeam(MattermostUser user, string permission, string teamId) => Read(() =>
        (_teamMembers.GetValueOrDefault(teamId)?.GetValueOrDefault(user.Id) is { } member && Grants(member.Roles, permission)) || Grants(user.Roles, permission));

    /// <summary>Nobody may do anything in a channel that isn't there.</summary>
    internal bool MayInChannel(MattermostUser user, string permission, string channelId) => Read(() =>
        _channels.TryGetValue(channelId, out var channel)
        && ((_channelMembers[channelId].GetValueOrDefault(user.Id) is { } member && Grants(member.Roles, permission))
            || (channel.HasNoTeam ? Grants(user.Roles, permission) : MayInTeam(user, permission, channel.TeamId))));

    internal bool MayRead(MattermostUser user, MattermostChannel channel) =>
        MayInChannel(user, Permissions.ReadChannel, channel.Id)
        || (channel.Type == MattermostChannel.Public && MayInTeam(user, Permissions.ReadPublicChannel, channel.TeamId));

    internal void RequireInChannel(MattermostUser user, string permission, string channelId)
    {
        if (!MayInChannel(user, permission, channelId))
            throw Refusals.Permission(user, permission);
    }

    /// <summary>What each role permits, in the order of the alphabet.</summary>
    public IReadOnlyList<(string Name, IReadOnlyCollection<string> Permissions)> Roles => Read(() =>
        _roles.Select(r => (r.Key, (IReadOnlyCollection<string>)r.Value)).ToList());

    internal void SetRole(string role, IEnumerable<string> permissions) => Change(() => _roles[role] = [.. permissions]);

    private bool Grants(IReadOnlyList<string> roles, string permission) =>
        roles.Any(r => _roles.TryGetValue(r, out var permissions) && permissions.Contains(permission));

    private MattermostUser Add(MattermostUser user, Func<MattermostUser, MattermostUser>? with) => Change(() =>
    {
        user = user with { CreateAt = Now, UpdateAt = Now };
        user = with?.Invoke(user) ?? user;
        RequireFree(user);
        _users.Add(user.Id, user);
        Tell("new_user", new JsonObject { ["user_id"] = user.Id }, new(), _ => true);
        return user;
    });

    private void RequireFree(MattermostUser user)
    {
        if (_users.Values.Any(u => u.Id != user.Id && u.Username == user.Username))
            throw new ArgumentException($"There is a {user.Username} already.", nameof(user));
    }
}
