using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>What an administrator of Redmine is asked for. Every method throws <see cref="ServerRefusedException"/>.</summary>
internal sealed class RedmineAdmin(Uri address, RemoteCertificateValidationCallback? trust) : IDisposable
{
    private const int PageSize = 100;
    private const string RestOff =
        "Redmine's REST API is switched off, and only its own pages can switch it on: Administration, Settings, API, Enable REST web service";

    private readonly AdminCalls _calls = new("Redmine", "Redmine__Url", address, trust);

    public void Dispose() => _calls.Dispose();

    /// <summary>From then on the calls are this administrator's. Gives the login and the key of the account.</summary>
    /// <param name="setting">Where the credentials stand.</param>
    public async Task<(string Login, string Key)> EnterAsync(Credentials credentials, string setting, CancellationToken cancellation)
    {
        if (credentials.Token is { } key)
            _calls.Authorize = headers => headers.Add("X-Redmine-API-Key", key);
        else
            _calls.Authorize = headers => headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Login}:{credentials.Password}")));
        var refused = credentials.Token is null
            ? $"Redmine refuses {setting}: correct login and password; with a second factor, give SETUP_REDMINE_KEY instead"
            : $"Redmine refuses {setting}: copy the key again (My account, API access key)";
        var user = _calls.Part(await AskAsync("users/current.json", refused, cancellation), "user");
        var login = (string?)user["login"] ?? "";
        if ((bool?)user["admin"] != true)
            throw new ServerRefusedException($"{setting} is {login}'s, who is no administrator of Redmine: give an administrator's", 403);
        var found = credentials.Token ?? (string?)user["api_key"]
            ?? throw new ServerRefusedException($"Redmine doesn't tell the API access key of {login}: give it in SETUP_REDMINE_KEY", 403);
        _calls.Authorize = headers => headers.Add("X-Redmine-API-Key", found);
        return (login, found);
    }

    /// <summary>Whether a stranger is asked who they are, as is right where REST is on.</summary>
    public async Task CheckRestAsync(CancellationToken cancellation)
    {
        try
        {
            await AskAsync("users/current.json", "", cancellation);
        }
        catch (ServerRefusedException refused) when (refused.Status == 401)
        {
            // Who would be known by a key.
        }
    }

    /// <summary>All that are active.</summary>
    public async Task<IReadOnlyList<RedmineAccount>> PeopleAsync(CancellationToken cancellation)
    {
        List<RedmineAccount> all = [];
        while (true)
        {
            var page = await AskAsync($"users.json?limit={PageSize}&offset={all.Count}", "Redmine refuses the key", cancellation);
            var rows = _calls.Part(page, "users").AsArray();
            all.AddRange(rows.Select(u => new RedmineAccount((string?)u!["login"] ?? "", (string?)u["mail"] ?? "", (bool?)u["admin"] ?? false)));
            if (rows.Count == 0 || all.Count >= (int)_calls.Part(page, "total_count"))
                return all;
        }
    }

    private async Task<JsonNode?> AskAsync(string path, string refused, CancellationToken cancellation)
    {
        try
        {
            return (await _calls.SendAsync(HttpMethod.Get, path, null, cancellation)).Body;
        }
        catch (ServerRefusedException failure) when (failure.Status is 401 or 403 or 404)
        {
            throw new ServerRefusedException(
                failure.Status switch
                {
                    403 => RestOff,
                    404 => $"There is no Redmine at {address}: correct Redmine__Url",
                    _ => refused,
                },
                failure.Status,
                "",
                failure);
        }
    }
}
