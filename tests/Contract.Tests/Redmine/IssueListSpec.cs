namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>All search among the same few tickets, whose subjects have a word of their own.</summary>
public abstract class IssueListSpec(RedmineUnderTest redmine) : RedmineSpec(redmine), IAsyncLifetime
{
    private string _word = "";
    private IReadOnlyDictionary<string, int> _ids = new Dictionary<string, int>();

    public async Task InitializeAsync() => (_word, _ids) = await Redmine.Tickets();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [InlineData("alice", "", "secret bobs child urgent plain")]
    [InlineData("bob", "", "bobs child urgent plain")]
    [InlineData("alice", "assigned_to_id=me", "child")]
    [InlineData("bob", "assigned_to_id=me", "bobs urgent")]
    [InlineData("bob", "author_id=me", "bobs")]
    [InlineData("alice", "author_id=me", "secret child urgent plain")]
    [InlineData(null, "assigned_to_id=me", "")]
    [InlineData("alice", "assigned_to_id=!*", "secret plain")]
    [InlineData("alice", "assigned_to_id=*", "bobs child urgent")]
    [InlineData("bob", "assigned_to_id=!me", "child plain")]
    [InlineData("alice", "assigned_to_id=999999", "")]
    [InlineData("alice", "status_id=open", "secret bobs child urgent plain")]
    [InlineData("alice", "status_id=o", "secret bobs child urgent plain")]
    [InlineData("alice", "status_id=closed", "")]
    [InlineData("alice", "status_id=*", "secret bobs child urgent plain")]
    [InlineData("alice", "status_id=1|2", "secret bobs child urgent plain")]
    [InlineData("alice", "status_id=99", "")]
    [InlineData("alice", "project_id=demo", "bobs child urgent plain")]
    [InlineData("alice", "project_id=demo&subproject_id=!*", "bobs urgent plain")]
    [InlineData("alice", "project_id=secret", "secret")]
    [InlineData("alice", "tracker_id=2", "urgent")]
    [InlineData("alice", "priority_id=1|4", "bobs urgent")]
    [InlineData("alice", "nonsense=1", "secret bobs child urgent plain")]
    [InlineData("alice", "sort=id", "plain urgent child bobs secret")]
    [InlineData("alice", "sort=priority:desc,id", "urgent plain child secret bobs")]
    [InlineData("alice", "sort=nonsense", "secret bobs child urgent plain")]
    [InlineData("alice", "sort=due_date,id:asc", "bobs urgent plain child secret")]
    [InlineData("alice", "sort=due_date:desc,id", "plain child secret urgent bobs")]
    [InlineData("alice", "sort=updated_on:desc,id:desc", "secret bobs child urgent plain")]
    [InlineData("alice", "created_on=%3E%3D2020-01-01T00:00:00Z", "secret bobs child urgent plain")]
    [InlineData("alice", "created_on=%3E%3D2099-01-01", "")]
    [InlineData("alice", "created_on=%3C%3D2020-01-01", "")]
    [InlineData("alice", "created_on=%3E%3C2020-01-01|2099-01-01", "secret bobs child urgent plain")]
    [InlineData("alice", "updated_on=%3E%3D2020-01-01T00:00:00", "secret bobs child urgent plain")]
    public async Task List_finds(string? login, string query, string names) => Assert.Equal(names, await Found($"subject=~{_word}&{query}", login));

    [SkippableFact]
    public async Task List_by_ids_leaves_out_what_is_not_seen()
    {
        var ids = string.Join(',', _ids.Values);
        Assert.Equal("secret bobs child urgent plain", await Found($"issue_id={ids},999999&status_id=*", "alice"));
        Assert.Equal("bobs child urgent plain", await Found($"issue_id={ids}&status_id=*", "bob"));
        Assert.Equal("plain", await Found($"issue_id={ids.Replace(',', '|')}&status_id=*", "alice"));
    }

    [SkippableFact]
    public async Task List_by_description_finds_the_mark()
    {
        Assert.Equal("secret", await Found($"status_id=*&description=~{_word}", "admin"));
        Assert.Equal("secret", await Found($"status_id=*&description=~{_word[..8].ToUpperInvariant()}", "admin"));
        Assert.Equal("", await Found($"status_id=*&description={_word}", "admin"));
    }

    [SkippableTheory]
    [InlineData("~{0}%20PLAIN", "plain")]
    [InlineData("~plain%20{0}", "plain")]
    [InlineData("{0}%20plain", "plain")]
    [InlineData("{0}%20PLAIN", "")]
    [InlineData("{0}", "")]
    [InlineData("{0}%20plain|{0}%20child", "child plain")]
    public async Task List_by_subject_finds(string subject, string names) =>
        Assert.Equal(names, await Found("subject=" + subject.Replace("{0}", _word, StringComparison.Ordinal), "alice"));

    [SkippableTheory]
    [InlineData("*")]
    [InlineData("~")]
    [InlineData("^")]
    public async Task List_by_a_subject_that_begins_with_an_operator_takes_it_off(string sign)
    {
        var subject = sign + Unique();
        var id = (int)(await Redmine.Create("demo", subject, "alice"))["id"]!;
        var other = (int)(await Redmine.Create("demo", subject[1..] + " more", "alice"))["id"]!;
        var both = await Redmine.Get($"/issues.json?subject={Uri.EscapeDataString(subject)}&issue_id={id},{other}", "alice");
        Assert.Contains(other, both.List("issues").Select(i => (int)i["id"]!));
    }

    [SkippableFact]
    public async Task List_by_creation_includes_the_second()
    {
        var created = (string)(await Redmine.Get($"/issues/{_ids["plain"]}.json")).Json["issue"]!["created_on"]!;
        Assert.EndsWith("plain", await Found($"subject=~{_word}&created_on=%3E%3D{created}", "alice"));
    }

    [SkippableFact]
    public async Task List_comes_in_pages()
    {
        var answer = await Redmine.Get($"/issues.json?subject=~{_word}&limit=2&offset=1", "alice");
        Assert.Equal(["issues", "total_count", "offset", "limit"], Answer.Keys(answer.Json));
        Assert.Equal((5, 1, 2), ((int)answer.Json["total_count"]!, (int)answer.Json["offset"]!, (int)answer.Json["limit"]!));
        Assert.Equal("bobs child", Names(answer));
        Assert.Equal("child urgent", await Found($"subject=~{_word}&limit=2&page=2", "alice"));
        Assert.Equal("", await Found($"subject=~{_word}&offset=10", "alice"));
    }

    [SkippableTheory]
    [InlineData("limit=500", 100)]
    [InlineData("limit=100", 100)]
    [InlineData("limit=0", 25)]
    [InlineData("limit=-1", 25)]
    [InlineData("limit=x", 25)]
    [InlineData("", 25)]
    public async Task List_caps_the_page(string query, int limit) => Assert.Equal(limit, (int)(await Redmine.Get($"/issues.json?{query}")).Json["limit"]!);

    [SkippableTheory]
    [InlineData("alice", "issue_id=abc", "Issue is invalid")]
    [InlineData("ivan", "issue_id=abc", "Задача имеет неверное значение")]
    [InlineData("alice", "created_on=%3E%3Dfoo", "Created is invalid")]
    [InlineData("alice", "created_on=%3E%3D2026-11-24T01:30:45.5Z", "Created is invalid")]
    [InlineData("alice", "created_on=%3E%3D2026-11-24T04:30:45%2B03:00", "Created is invalid")]
    [InlineData("ivan", "updated_on=%3E%3Dfoo&issue_id=x", "Обновлено имеет неверное значение|Задача имеет неверное значение")]
    [InlineData("alice", "status_id=", "Status cannot be blank")]
    [InlineData("ivan", "author_id=&subject=", "Автор не может быть пустым|Тема не может быть пустым")]
    [InlineData("alice", "assigned_to_id=&tracker_id=&priority_id=&description=", "Tracker cannot be blank|Priority cannot be blank|Assignee cannot be blank|Description cannot be blank")]
    public async Task List_with_a_bad_filter_says_so(string login, string query, string errors)
    {
        var answer = await Redmine.Get($"/issues.json?{query}", login);
        Assert.Equal(422, answer.Status);
        Assert.Equal(errors, string.Join('|', answer.Errors));
    }

    [SkippableTheory]
    [InlineData("assigned_to_id=abc")]
    [InlineData("status_id=1,2")]
    public async Task List_by_an_id_that_is_no_number_breaks_the_server(string query) =>
        Assert.Equal((500, ""), ((await Redmine.Get($"/issues.json?{query}")).Status, (await Redmine.Get($"/issues.json?{query}")).Body));

    [SkippableTheory]
    [InlineData(250, 200)]
    [InlineData(300, 500)]
    public async Task List_by_very_many_ids_breaks_the_server(int count, int status) =>
        Assert.Equal(status, (await Redmine.Get($"/issues.json?issue_id={string.Join(',', Enumerable.Range(100_000, count))}")).Status);

    private async Task<string> Found(string query, string? login) => Names(await Redmine.Get($"/issues.json?{query}", login));

    private string Names(Answer answer) => string.Join(' ', answer.List("issues").Select(i => _ids.FirstOrDefault(p => p.Value == (int)i["id"]!).Key ?? "?"));

    public sealed class OnStandIn(StandIn redmine) : IssueListSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : IssueListSpec(redmine), IClassFixture<RealRedmine>;
}
