using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The map of people is held against both servers.</summary>
public sealed class MapCheckTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"redmine-bridge-users-{Guid.NewGuid():N}");

    [Fact]
    public async Task Each_fault_of_the_map_is_named_with_its_line_until_it_is_mended()
    {
        using var log = new RecordedLog();
        await File.WriteAllTextAsync(_path, "# people\nbob=bob\n");
        await using var office = await Office.OpenAsync(
            s => s with { Users = Actors.People.UserMap.Parse("alice=alice", out _), UsersFile = _path },
            prepare: w =>
            {
                w.AddUser("left", with: u => u with { DeleteAt = 1 });
                w.AddUser("zoe");
                w.AddUser("carl");
                w.AddUser("dora");
                w.AddUser("eve");
            },
            services: s => s.AddSingleton<ILoggerProvider>(log));
        office.RedmineWorld.AddUser("e.locked", "Eve", "Locked", with: u => u with { IsLocked = true });
        office.RedmineWorld.AddUser("d.new", "Dora", "New", with: u => u with { IsRegistered = true });
        office.RedmineWorld.AddUser("z.z", "Zoe", "Z");
        await office.HealthAsync("people-map", "online");
        Assert.Equal(0, await FindingsAsync(office));

        await ReplaceAsync(
            "# people\nbob=bob\nalice=bob\nnobody=z.z\nleft=z.z\nredmine=ivan\ncarl=nosuch\neve=e.locked\ndora=d.new\nz.z=zoe\nnonsense\n");
        var health = await office.HealthAsync("people-map", "degraded");

        string[] expected =
        [
            "line 3 `alice=bob`: Users__Map, entry 1 has `alice` already, and counts; remove one of the two",
            "line 4 `nobody=z.z`: Mattermost has no user `nobody`; correct the login or remove the entry",
            "line 5 `left=z.z`: `z.z` is the account of `nobody` too (FILE, line 4), so that both act as one person; give each an account of their own",
            "line 5 `left=z.z`: the account of `left` is deactivated in Mattermost; activate it or remove the entry",
            "line 6 `redmine=ivan`: `redmine` is a bot in Mattermost, and bots don't act; name a person or remove the entry",
            "line 7 `carl=nosuch`: Redmine has no account `nosuch`; correct the login or create the account",
            "line 8 `eve=e.locked`: the account `e.locked` is locked in Redmine; unlock it or remove the entry",
            "line 9 `dora=d.new`: the account `d.new` was registered in Redmine but never activated; activate it or remove the entry",
            "line 10 `z.z=zoe`: the pair is in the wrong order; write it as `zoe=z.z`",
        ];
        // What actors say is logged a little later than they go on.
        await Look.UntilAsync(() => Said(log).Count >= expected.Length, Office.Patience);
        Assert.Equal(expected.Select(e => $"Users__File {_path}, {e.Replace("FILE", $"Users__File {_path}", StringComparison.Ordinal)}"), Said(log));
        Assert.StartsWith($"The map of people needs mending: Users__File {_path}, line 11; Users__File {_path}, line 3; ", (string)health["detail"]!, StringComparison.Ordinal);
        Assert.Equal(expected.Length + 1, await FindingsAsync(office));
        using (var page = await office.GetAsync(""))
            Assert.Contains("The map of people needs mending", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await ReplaceAsync("bob=bob\nzoe=z.z\n");
        await office.HealthAsync("people-map", "online");
        Assert.Equal(0, await FindingsAsync(office));
    }

    public void Dispose() => File.Delete(_path);

    private async Task ReplaceAsync(string text)
    {
        await File.WriteAllTextAsync(_path + ".new", text);
        File.Move(_path + ".new", _path, overwrite: true);
    }

    /// <summary>What the check has warned of, without the stamps of Akka.</summary>
    private static IReadOnlyList<string> Said(RecordedLog log) =>
    [
        .. log.Lines.Where(l => l.StartsWith("Warning: ", StringComparison.Ordinal) && l.Contains("/user/people-map] ", StringComparison.Ordinal))
            .Select(l => l[(l.IndexOf("] Users__", StringComparison.Ordinal) + 2)..]),
    ];

    private static async Task<int> FindingsAsync(Office office)
    {
        using var answer = await office.GetAsync("metrics");
        const string name = "redminebridge_bridge_people_map_findings ";
        var line = (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split('\n')
            .FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
