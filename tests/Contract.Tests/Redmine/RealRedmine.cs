namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>The Redmine that <c>tests/redmine-up.sh</c> starts.</summary>
public sealed class RealRedmine : RedmineUnderTest
{
    private readonly string? _url = Environment.GetEnvironmentVariable("REDMINE_URL");
    private readonly List<int> _groups = [];
    private readonly string? _key = Environment.GetEnvironmentVariable("REDMINE_ADMIN_KEY");

    public override string? Absent => _url is null || _key is null ? "REDMINE_URL and REDMINE_ADMIN_KEY are not set: tests/redmine-up.sh starts a real Redmine" : null;

    public override Uri Url => new(_url!);

    public override string AdminKey => _key!;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task<(int Id, string Name)> GroupIn(string project, string role)
    {
        var name = "Group " + Guid.NewGuid().ToString("n");
        var group = (await Post("/groups.json", $$$"""{"group":{"name":"{{{name}}}"}}""")).Json["group"]!;
        var id = (int)group["id"]!;
        _groups.Add(id);
        var roles = (await Get("/roles.json")).List("roles").Where(r => (string)r["name"]! == role).Select(r => (int)r["id"]!);
        var member = await Post($"/projects/{project}/memberships.json", $$$"""{"membership":{"user_id":{{{id}}},"role_ids":[{{{roles.Single()}}}]}}""");
        Assert.True(member.Status == 201, member.ToString());
        return (id, name);
    }

    /// <summary>Takes the groups away again, so that the next run finds the memberships it expects.</summary>
    public override async Task DisposeAsync()
    {
        foreach (var id in _groups)
            await Send(HttpMethod.Delete, $"/groups/{id}.json", null, ("X-Redmine-API-Key", AdminKey));
        await base.DisposeAsync();
    }
}
