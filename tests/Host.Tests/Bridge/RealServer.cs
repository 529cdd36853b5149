using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The Redmine of <c>tests/redmine-up.sh</c>, or the stand-in where a test says so; looked at as its administrator.</summary>
public sealed class RealServer(Uri url, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url, DefaultRequestHeaders = { { "X-Redmine-API-Key", key } } };

    public Uri Url => url;

    public string Key => key;

    /// <summary>Skips the test by name where there is none.</summary>
    public static RealServer Here()
    {
        var (address, key) = (Environment.GetEnvironmentVariable("REDMINE_URL"), Environment.GetEnvironmentVariable("REDMINE_ADMIN_KEY"));
        Skip.If(address is null || key is null, "REDMINE_URL and REDMINE_ADMIN_KEY are not set: tests/redmine-up.sh starts a real Redmine");
        return new(new(address!), key!);
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>All tickets, open or closed, whose subject has this, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> TicketsAsync(string subject) =>
    [
        .. (await GetAsync($"/issues.json?status_id=*&limit=100&sort=id&subject=~{Uri.EscapeDataString(subject)}"))["issues"]!.AsArray().OfType<JsonNode>(),
    ];

    /// <summary>The subjects of all tickets, open or closed, that have this in them.</summary>
    public async Task<IReadOnlyList<string>> SubjectsAsync(string text)
    {
        var found = new List<string>();
        for (var page = 0; found.Count == page * 100; page++)
        {
            found.AddRange((await GetAsync($"/issues.json?status_id=*&limit=100&offset={page * 100}&sort=id&subject=~{Uri.EscapeDataString(text)}"))["issues"]!
                .AsArray().Select(i => (string)i!["subject"]!));
        }

        return found;
    }

    public async Task<int> IdOfAsync(string collection, string name, string key = "name") =>
        (int)(await GetAsync($"/{collection}.json?limit=100"))[collection.Split('/')[^1]]!.AsArray().Single(o => (string?)o![key] == name)!["id"]!;

    /// <summary>A ticket of this person's; gives its number.</summary>
    public async Task<int> CreateAsync(string login, string project, string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/projects/{project}/issues.json")
        {
            Content = JsonContent.Create(new { issue = new { subject } }),
            Headers = { { "X-Redmine-Switch-User", login } },
        };
        using var response = await _http.SendAsync(request);
        return (int)JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["issue"]!["id"]!;
    }

    /// <summary>Another ticket that says the same, as "Copy" makes it; its author is who copies.</summary>
    public async Task CopyAsync(JsonNode ticket, string login)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/issues.json")
        {
            Content = JsonContent.Create(new
            {
                issue = new { project_id = (int)ticket["project"]!["id"]!, subject = (string?)ticket["subject"], description = (string?)ticket["description"] },
            }),
            Headers = { { "X-Redmine-Switch-User", login } },
        };
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async Task MoveAsync(JsonNode ticket, string project)
    {
        using var response = await _http.PutAsJsonAsync($"/issues/{(int)ticket["id"]!}.json", new { issue = new { project_id = await IdOfAsync("projects", project, "identifier") } });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Those of these tickets, 100 at most, that a person sees.</summary>
    public async Task<IReadOnlySet<int>> VisibleAsync(string login, IEnumerable<int> tickets)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/issues.json?status_id=*&limit=100&issue_id={string.Join(',', tickets)}")
        {
            Headers = { { "X-Redmine-Switch-User", login } },
        };
        using var response = await _http.SendAsync(request);
        var found = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["issues"]!.AsArray();
        return found.Select(i => (int)i!["id"]!).ToHashSet();
    }

    /// <summary>Two tickets that a person sees, of which the number of the one begins the number of the other, as 1 does 10.</summary>
    public async Task<(int One, int Other)> AlikeAsync(string login)
    {
        // A young server has not many tickets yet: at most a dozen further ones make the pair.
        while (true)
        {
            var visible = await VisibleAsync(login, Enumerable.Range(1, 99));
            if (visible.Where(i => i > 9 && visible.Contains(i / 10)).Order().FirstOrDefault() is > 0 and var other)
                return (other / 10, other);
            Assert.True(await CreateAsync(login, "demo", "One of two whose numbers are alike") < 99, "No two numbers are alike.");
        }
    }

    public void Dispose() => _http.Dispose();
}
