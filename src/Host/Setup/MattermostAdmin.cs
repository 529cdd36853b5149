using System.Net.Security;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>Mattermost's REST API as far as its administrator sets up a bot by it. Every method throws <see cref="ServerRefusedException"/>.</summary>
internal sealed class MattermostAdmin : IDisposable
{
    private const int PageSize = 200;

    private readonly AdminCalls _calls;
    private bool _hasSession;

    public MattermostAdmin(Uri address, RemoteCertificateValidationCallback? trust) =>
        _calls = new("Mattermost", "Mattermost__Url", address, trust);

    public void Dispose() => _calls.Dispose();

    /// <summary>From then on the calls are this person's. Gives the account.</summary>
    public async Task<MattermostAccount> EnterAsync(Credentials credentials, CancellationToken cancellation)
    {
        try
        {
            if (credentials.Token is { } token)
            {
                ActBy(token);
                return (await WhoIsAsync("me", cancellation))!;
            }

            var login = new JsonObject { ["login_id"] = credentials.Login, ["password"] = credentials.Password };
            var (account, session) = await _calls.SendAsync(HttpMethod.Post, "api/v4/users/login", login, cancellation, header: "Token");
            ActBy(session ?? throw new ServerRefusedException("Mattermost takes the login and opens no session: give SETUP_MATTERMOST_TOKEN instead", 0));
            _hasSession = true;
            return MattermostAccount.Read(account!);
        }
        catch (ServerRefusedException refused) when (refused.Status == 401)
        {
            throw new ServerRefusedException(
                credentials.Token is not null ? "Mattermost refuses SETUP_MATTERMOST_TOKEN: copy it again, or make another"
                : refused.ErrorId.StartsWith("mfa.", StringComparison.Ordinal) ? $"{credentials.Login} has a second factor in Mattermost: give SETUP_MATTERMOST_TOKEN instead"
                : $"Mattermost refuses the login of {credentials.Login}: correct login and password",
                401,
                refused.ErrorId,
                refused);
        }
    }

    /// <summary>Ends the session that <see cref="EnterAsync"/> has opened, where it has.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        if (!_hasSession)
            return;
        await SendAsync(HttpMethod.Post, "users/logout", null, cancellation);
        _hasSession = false;
    }

    /// <param name="user">An id, <c>me</c>, or <c>username/</c> and a name.</param>
    /// <returns>Null where there is nobody.</returns>
    public async Task<MattermostAccount?> WhoIsAsync(string user, CancellationToken cancellation) =>
        await FindAsync($"users/{user}", cancellation) is { } account ? MattermostAccount.Read(account) : null;

    /// <summary>Whose token it is; null where Mattermost refuses it.</summary>
    public async Task<MattermostAccount?> WhoHasAsync(string token, CancellationToken cancellation)
    {
        var own = _calls.Authorize;
        try
        {
            ActBy(token);
            return await WhoIsAsync("me", cancellation);
        }
        catch (ServerRefusedException refused) when (refused.Status == 401)
        {
            return null;
        }
        finally
        {
            _calls.Authorize = own;
        }
    }

    /// <summary>The server's version, and its own id, which stays whatever its address is; null what it doesn't tell, as a 5.37 may its id.</summary>
    public async Task<(Version? Version, string? Id)> ServerAsync(CancellationToken cancellation)
    {
        var config = await SendAsync(HttpMethod.Get, "config/client?format=old", null, cancellation);
        return (Version.TryParse(config?["Version"]?.ToString(), out var version) ? version : null, config?["DiagnosticId"]?.ToString() is { Length: > 0 } id ? id : null);
    }

    /// <summary>Of the section <c>ServiceSettings</c>.</summary>
    public async Task<JsonObject> SwitchesAsync(CancellationToken cancellation) =>
        _calls.Part(await SendAsync(HttpMethod.Get, "config", null, cancellation), "ServiceSettings").AsObject();

    /// <summary>Changes this one setting alone; gives what it is then, which is the old value where the server's environment decides.</summary>
    public async Task<JsonNode?> SwitchAsync(string name, JsonNode value, CancellationToken cancellation)
    {
        var patch = new JsonObject { ["ServiceSettings"] = new JsonObject { [name] = value } };
        return _calls.Part(await SendAsync(HttpMethod.Put, "config/patch", patch, cancellation), "ServiceSettings")[name];
    }

    public Task<IReadOnlyList<MattermostAccount>> PeopleAsync(CancellationToken cancellation) =>
        ListAsync("users?active=true", MattermostAccount.Read, cancellation);

    /// <summary>Also those whose role is only called alike: the server looks for a part of the name.</summary>
    public Task<IReadOnlyList<MattermostAccount>> HoldersAsync(string role, CancellationToken cancellation) =>
        ListAsync($"users?role={role}", MattermostAccount.Read, cancellation);

    public async Task<MattermostRole> RoleAsync(string name, CancellationToken cancellation)
    {
        var role = await SendAsync(HttpMethod.Get, $"roles/name/{name}", null, cancellation);
        return new((string)_calls.Part(role, "id")!, name, [.. _calls.Part(role, "permissions").AsArray().Select(p => (string)p!)]);
    }

    public Task SetPermissionsAsync(string roleId, IEnumerable<string> permissions, CancellationToken cancellation) =>
        SendAsync(
            HttpMethod.Put, $"roles/{roleId}/patch", new JsonObject { ["permissions"] = new JsonArray([.. permissions.Select(p => (JsonNode)p)]) }, cancellation);

    /// <summary>Gives its id.</summary>
    public async Task<string> CreateBotAsync(string name, CancellationToken cancellation) =>
        Text(
            (await SendAsync(
                HttpMethod.Post,
                "bots",
                new JsonObject { ["username"] = name, ["display_name"] = "Redmine", ["description"] = "Redmine Bridge" },
                cancellation))!,
            "user_id");

    /// <summary>Null where the server doesn't tell.</summary>
    public async Task<BotOwner?> OwnerAsync(string bot, CancellationToken cancellation)
    {
        var id = await FindAsync($"bots/{bot}?include_deleted=true", cancellation) is { } found ? Text(found, "owner_id") : "";
        return id.Length == 0 ? null : new(id, IsAccount(id) ? await WhoIsAsync(id, cancellation) : null);
    }

    public Task AssignAsync(string bot, string owner, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"bots/{bot}/assign/{owner}", null, cancellation);

    /// <summary>Ids of those that Mattermost takes.</summary>
    public async Task<IReadOnlyList<string>> TokensOfAsync(string user, CancellationToken cancellation) =>
        [.. (await ListAsync($"users/{user}/tokens?", t => t, cancellation)).Where(t => (bool?)t["is_active"] ?? true).Select(t => Text(t, "id"))];

    public Task SetBotActiveAsync(string id, bool isActive, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"bots/{id}/{(isActive ? "enable" : "disable")}", null, cancellation);

    public Task SetRolesAsync(string user, IEnumerable<string> roles, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, $"users/{user}/roles", new JsonObject { ["roles"] = string.Join(' ', roles) }, cancellation);

    /// <summary>A new access token, which is never shown again.</summary>
    public async Task<(string Id, string Token)> CreateTokenAsync(string user, CancellationToken cancellation)
    {
        var made = (await SendAsync(HttpMethod.Post, $"users/{user}/tokens", new JsonObject { ["description"] = "Redmine Bridge" }, cancellation))!;
        return (Text(made, "id"), Text(made, "token"));
    }

    public Task RevokeTokenAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "users/tokens/revoke", new JsonObject { ["token_id"] = id }, cancellation);

    public async Task<IReadOnlyList<(string Id, string Name)>> TeamsAsync(CancellationToken cancellation) =>
        [.. (await ListAsync("teams?", t => t, cancellation)).Where(t => ((long?)t["delete_at"] ?? 0) == 0).Select(t => (Text(t, "id"), Text(t, "name")))];

    public async Task<IReadOnlySet<string>> TeamsOfAsync(string user, CancellationToken cancellation) =>
        (await SendAsync(HttpMethod.Get, $"users/{user}/teams", null, cancellation))!.AsArray().Select(t => Text(t!, "id")).ToHashSet();

    public Task JoinTeamAsync(string team, string user, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"teams/{team}/members", new JsonObject { ["team_id"] = team, ["user_id"] = user }, cancellation);

    public Task LeaveTeamAsync(string team, string user, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"teams/{team}/members/{user}", null, cancellation);

    /// <summary>Its id; null where there is no such channel.</summary>
    public async Task<string?> ChannelAsync(string team, string name, CancellationToken cancellation) =>
        await FindAsync($"teams/{team}/channels/name/{Uri.EscapeDataString(name)}", cancellation) is { } channel ? Text(channel, "id") : null;

    public async Task<bool> IsInChannelAsync(string channel, string user, CancellationToken cancellation) =>
        await FindAsync($"channels/{channel}/members/{user}", cancellation) is not null;

    public Task JoinChannelAsync(string channel, string user, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"channels/{channel}/members", new JsonObject { ["user_id"] = user }, cancellation);

    public Task LeaveChannelAsync(string channel, string user, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"channels/{channel}/members/{user}", null, cancellation);

    /// <summary>Of these teams; none while slash commands are switched off.</summary>
    public async Task<IReadOnlyList<SlashCommand>> CommandsAsync(IReadOnlyList<(string Id, string Name)> teams, CancellationToken cancellation)
    {
        List<SlashCommand> all = [];
        foreach (var team in teams)
            all.AddRange(await CommandsAsync(team.Id, cancellation));
        return all;
    }

    private async Task<IReadOnlyList<SlashCommand>> CommandsAsync(string team, CancellationToken cancellation)
    {
        try
        {
            var all = (await SendAsync(HttpMethod.Get, $"commands?team_id={team}&custom_only=true", null, cancellation))!;
            return [.. all.AsArray().Select(c => new SlashCommand(Text(c!, "id"), team, Text(c!, "trigger"), Text(c!, "url"), Text(c!, "creator_id")))];
        }
        catch (ServerRefusedException off) when (off.Status == 501)
        {
            return [];
        }
    }

    /// <summary>Leads it elsewhere, and changes nothing else of it.</summary>
    public async Task RedirectCommandAsync(string id, string url, CancellationToken cancellation)
    {
        var command = (await SendAsync(HttpMethod.Get, $"commands/{id}", null, cancellation))!;
        command["url"] = url;
        await SendAsync(HttpMethod.Put, $"commands/{id}", command, cancellation);
    }

    public Task DeleteCommandAsync(string id, CancellationToken cancellation) => SendAsync(HttpMethod.Delete, $"commands/{id}", null, cancellation);

    /// <summary>A plugin is called otherwise, and would be refused as no id.</summary>
    private static bool IsAccount(string id) => id.Length == 26 && id.All(char.IsAsciiLetterOrDigit);

    private void ActBy(string token) => _calls.Authorize = headers => headers.Authorization = new("Bearer", token);

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation) =>
        (await _calls.SendAsync(method, $"api/v4/{path}", body, cancellation)).Body;

    private async Task<JsonNode?> FindAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, cancellation);
        }
        catch (ServerRefusedException none) when (none is { Status: 404, ErrorId.Length: > 0 })
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, Func<JsonNode, T> read, CancellationToken cancellation)
    {
        List<T> all = [];
        for (var page = 0; ; page++)
        {
            var rows = (await SendAsync(HttpMethod.Get, $"{path}&page={page}&per_page={PageSize}", null, cancellation))!.AsArray();
            all.AddRange(rows.Select(r => read(r!)));
            if (rows.Count < PageSize)
                return all;
        }
    }

    private static string Text(JsonNode from, string name) => (string?)from[name] ?? "";
}
