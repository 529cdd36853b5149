namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Which call is answered by what; paths without <c>/api/v4</c>.</summary>
internal static class Routes
{
    /// <summary>No session needed.</summary>
    public static IEnumerable<(string Method, string Path, Func<ApiCall, ApiAnswer> Work)> ForStrangers { get; } =
    [
        ("GET", "/config/client", SystemApi.ClientConfig),
        ("POST", "/users/login", SessionsApi.LogIn),
        ("POST", "/users/logout", SessionsApi.LogOut),
        ("GET", "/system/ping", SystemApi.Ping),
        ("POST", "/actions/dialogs/open", DialogsApi.Open),
    ];

    public static IEnumerable<(string Method, string Path, Func<ApiCall, ApiAnswer> Work)> All { get; } =
    [
        ("GET", "/users", UsersApi.List),
        ("GET", "/users/autocomplete", UsersApi.Completions),
        ("GET", "/users/{user}", UsersApi.Get),
        ("GET", "/users/username/{name}", UsersApi.ByName),
        ("POST", "/users/ids", UsersApi.ByIds),
        ("POST", "/users/usernames", UsersApi.ByNames),
        ("GET", "/users/{user}/teams", UsersApi.Teams),
        ("GET", "/users/{user}/teams/{team}/channels", UsersApi.ChannelsInTeam),
        ("GET", "/users/{user}/channels", UsersApi.AllChannels),

        ("PUT", "/users/{user}/roles", UsersApi.SetRoles),
        ("POST", "/users/{user}/tokens", BotsApi.CreateToken),
        ("GET", "/users/{user}/tokens", BotsApi.Tokens),
        ("POST", "/users/tokens/revoke", BotsApi.RevokeToken),
        ("GET", "/bots", BotsApi.List),
        ("POST", "/bots", BotsApi.Create),
        ("GET", "/bots/{user}", BotsApi.Get),
        ("POST", "/bots/{user}/assign/{owner}", BotsApi.Assign),
        ("POST", "/bots/{user}/disable", BotsApi.Disable),
        ("POST", "/bots/{user}/enable", BotsApi.Enable),

        ("GET", "/teams", TeamsApi.List),
        ("GET", "/teams/{team}/members/{user}", TeamsApi.Member),
        ("POST", "/teams/{team}/members", TeamsApi.AddMember),
        ("DELETE", "/teams/{team}/members/{user}", TeamsApi.RemoveMember),

        ("GET", "/config", ConfigApi.Get),
        ("PUT", "/config/patch", ConfigApi.Patch),

        ("GET", "/channels/{channel}", ChannelsApi.Get),
        ("GET", "/teams/{team}/channels", ChannelsApi.PublicOfTeam),
        ("GET", "/teams/{team}/channels/name/{name}", ChannelsApi.ByName),
        ("GET", "/teams/{team}/channels/autocomplete", ChannelsApi.Completions),
        ("GET", "/channels/{channel}/members", ChannelsApi.Members),
        ("POST", "/channels/{channel}/members", ChannelsApi.AddMember),
        ("GET", "/channels/{channel}/members/{user}", ChannelsApi.Member),
        ("DELETE", "/channels/{channel}/members/{user}", ChannelsApi.RemoveMember),
        ("POST", "/channels/direct", ChannelsApi.Direct),

        ("POST", "/posts", PostsApi.Create),
        ("POST", "/posts/ephemeral", PostsApi.Ephemeral),
        ("GET", "/posts/{post}", PostsApi.Get),
        ("PUT", "/posts/{post}", PostsApi.Update),
        ("PUT", "/posts/{post}/patch", PostsApi.Patch),
        ("DELETE", "/posts/{post}", PostsApi.Delete),
        ("GET", "/posts/{post}/thread", PostListsApi.Thread),
        ("GET", "/channels/{channel}/posts", PostListsApi.OfChannel),

        ("POST", "/commands", CommandsApi.Create),
        ("GET", "/commands", CommandsApi.List),
        ("GET", "/commands/{command}", CommandsApi.Get),
        ("PUT", "/commands/{command}", CommandsApi.Update),
        ("DELETE", "/commands/{command}", CommandsApi.Delete),
        ("PUT", "/commands/{command}/regen_token", CommandsApi.RenewToken),
        ("GET", "/teams/{team}/commands/autocomplete", CommandsApi.Completions),

        ("GET", "/roles/name/{role}", SystemApi.RoleByName),
        ("PUT", "/roles/{role}/patch", SystemApi.PatchRole),
    ];
}
