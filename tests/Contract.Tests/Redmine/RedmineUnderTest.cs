using System.Text;
using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>A Redmine with the agreed cast of people and projects: the stand-in or a real one.</summary>
public abstract class RedmineUnderTest : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private (string, IReadOnlyDictionary<string, int>)? _tickets;

    /// <summary>Why there is nothing to test, or null.</summary>
    public virtual string? Absent => null;

    public abstract Uri Url { get; }

    public abstract string AdminKey { get; }

    public abstract Task InitializeAsync();

    public virtual Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>As a person by switching to the login; <c>admin</c> is the key's owner, null a stranger.</summary>
    public Task<Answer> Get(string path, string? @as = "admin", params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, [.. As(@as), .. headers]);

    public Task<Answer> Post(string path, string json, string? @as = "admin", params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), [.. As(@as), .. headers]);

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        var headersOf = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headersOf, await response.Content.ReadAsStringAsync());
    }

    public async Task<int> UserId(string login) =>
        (await Get("/users.json?status=&limit=100")).List("users").First(u => (string)u["login"]! == login)["id"]!.GetValue<int>();

    public async Task<int> ProjectId(string identifier) => (int)(await Get($"/projects/{identifier}.json", "alice")).Json["project"]!["id"]!;

    public async Task<int> FieldId(string name) =>
        (await Get("/custom_fields.json")).List("custom_fields").First(f => (string)f["name"]! == name)["id"]!.GetValue<int>();

    /// <summary>Creates a ticket by the project's own route; what is asked for besides the subject comes as JSON members.</summary>
    public async Task<JsonNode> Create(string project, string subject, string @as, JsonObject? attributes = null)
    {
        attributes ??= [];
        attributes["subject"] = subject;
        var answer = await Post($"/projects/{project}/issues.json", new JsonObject { ["issue"] = attributes }.ToJsonString(), @as);
        Assert.True(answer.Status == 201, answer.ToString());
        return answer.Json["issue"]!;
    }

    /// <summary>A new group without people that is a member of a project.</summary>
    public abstract Task<(int Id, string Name)> GroupIn(string project, string role);

    /// <summary>Five tickets, oldest first, made once: the word that only their subjects have, and their ids by the rest of the subject.</summary>
    public async Task<(string Word, IReadOnlyDictionary<string, int> Ids)> Tickets()
    {
        if (_tickets is not null)
            return _tickets.Value;
        var word = "w" + Guid.NewGuid().ToString("n")[..12];
        var ids = new Dictionary<string, int>();
        var bob = await UserId("bob");
        await Add("plain", "demo", "alice", []);
        await Add("urgent", "demo", "alice", new() { ["priority_id"] = 4, ["tracker_id"] = 2, ["assigned_to_id"] = bob, ["due_date"] = "2099-01-02" });
        await Add("child", "demo-child", "alice", new() { ["assigned_to_id"] = "me" });
        await Add("bobs", "demo", "bob", new() { ["priority_id"] = 1, ["assigned_to_id"] = "me", ["due_date"] = "2099-01-01" });
        await Add("secret", "secret", "alice", new() { ["description"] = $"first line\nthe mark {word}" });
        return (_tickets = (word, ids)).Value;

        async Task Add(string name, string project, string @as, JsonObject attributes) =>
            ids[name] = (int)(await Create(project, $"{word} {name}", @as, attributes))["id"]!;
    }

    private IEnumerable<(string Name, string Value)> As(string? login)
    {
        if (login is not null)
            yield return ("X-Redmine-API-Key", AdminKey);
        if (login is not (null or "admin"))
            yield return ("X-Redmine-Switch-User", login);
    }
}
