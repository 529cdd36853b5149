using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>What the file of the map of people says, look by look.</summary>
public sealed class UsersFileLookTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-users-").FullName;
    private readonly RecordedLog _recorded = new();
    private readonly ILoggerFactory _loggers;

    public UsersFileLookTests() => _loggers = LoggerFactory.Create(l => l.AddProvider(_recorded));

    private string Path => System.IO.Path.Combine(_directory, "users");

    [Fact]
    public void Setting_and_file_are_known_at_once()
    {
        Write("bob=b\nalice=other");
        var file = File("alice=a");

        var map = file.ReadNow();

        Assert.Equal(("a", "b"), (map.Find("alice")?.Value, map.Find("bob")?.Value));
        Assert.Null(file.Look());
    }

    [Fact]
    public void What_has_changed_is_believed_once_it_keeps_still()
    {
        var file = Read("bob=b");
        Write("bob=b\nal");
        Assert.Null(file.Look());
        Write("bob=b\nalice=a\n");
        Assert.Null(file.Look());

        Assert.Equal("a", file.Look()?.Find("alice")?.Value);
        Assert.Null(file.Look());
    }

    [Fact]
    public void Another_file_of_the_same_length_and_age_in_its_place_is_seen()
    {
        var file = Read("bob=b");
        var age = System.IO.File.GetLastWriteTimeUtc(Path);
        System.IO.File.WriteAllText(Path + ".new", "bob=c");
        System.IO.File.SetLastWriteTimeUtc(Path + ".new", age);
        System.IO.File.Move(Path + ".new", Path, overwrite: true);

        Assert.Equal("c", Changed(file)?.Find("bob")?.Value);
    }

    [Fact]
    public void Behind_a_link_the_file_itself_counts()
    {
        // As Kubernetes shows a ConfigMap: a link to a file in a directory that is itself a link, and only that one changes.
        foreach (var (version, login) in new[] { ("v1", "b"), ("v2", "c") })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(_directory, version));
            System.IO.File.WriteAllText(System.IO.Path.Combine(_directory, version, "users"), $"bob={login}");
        }

        var current = System.IO.Path.Combine(_directory, "current");
        Directory.CreateSymbolicLink(current, "v1");
        System.IO.File.CreateSymbolicLink(Path, "current/users");
        var file = File("");
        Assert.Equal("b", file.ReadNow().Find("bob")?.Value);

        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, "v2");

        Assert.Equal("c", Changed(file)?.Find("bob")?.Value);
    }

    [Fact]
    public void A_file_that_is_gone_changes_nothing_and_is_missed_once()
    {
        var file = Read("bob=b");
        System.IO.File.Delete(Path);
        Assert.Null(Changed(file));
        Assert.Null(Changed(file));
        Assert.Equal($"Warning: Users__File: {Path} is gone; the map of people stays as it was", Assert.Single(_recorded.Lines));

        Write("bob=c");
        Assert.Equal("c", Changed(file)?.Find("bob")?.Value);
    }

    [Fact]
    public void A_file_that_can_not_be_read_changes_nothing_and_is_complained_of_once()
    {
        var file = Read("bob=b");
        System.IO.File.Delete(Path);
        Directory.CreateDirectory(Path);

        Assert.Null(Changed(file));
        Assert.Null(Changed(file));
        Assert.StartsWith($"Warning: Users__File: {Path} can't be read", Assert.Single(_recorded.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_file_at_the_start_the_setting_still_counts() => Assert.Equal("a", File("alice=a").ReadNow().Find("alice")?.Value);

    [Fact]
    public void Wrong_lines_are_named_and_the_others_count()
    {
        var file = Read("\ufeffbob=b\r\nnonsense\r\n# a remark; alice=x\r\n\r\nalice=два слова\r\nivan=i\r\n");

        Assert.Equal(
            [
                $"Warning: Users__File {Path}, line 2 `nonsense`: write it as mattermost_login=redmine_login",
                $"Warning: Users__File {Path}, line 5 `alice=два слова`: `два слова` can't be a Redmine login",
            ],
            _recorded.Lines);
        Write("bob=b\nivan=j\n");
        var map = Changed(file)!;
        Assert.Equal(("b", "j", null), (map.Find("bob")?.Value, map.Find("ivan")?.Value, map.Find("alice")?.Value));
    }

    public void Dispose()
    {
        _loggers.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A change is seen by one look and believed by the next.</summary>
    private static UserMap? Changed(UsersFile file) => file.Look() ?? file.Look();

    private UsersFile Read(string text)
    {
        Write(text);
        var file = File("");
        file.ReadNow();
        return file;
    }

    private void Write(string text) => System.IO.File.WriteAllText(Path, text);

    private UsersFile File(string map)
    {
        var settings = new BridgeSettings
        {
            MattermostUrl = new("http://chat.example"),
            MattermostToken = "token",
            RedmineUrl = new("http://redmine.example"),
            RedmineApiKey = "key",
            RedminePublicUrl = new("http://redmine.example"),
            ListenUrl = new("http://127.0.0.1:8090"),
            PublicUrl = new("http://127.0.0.1:8090"),
            Database = "Data Source=unused.db",
            Language = Language.English,
            TimeZone = TimeZoneInfo.Utc,
            Users = UserMap.Parse(map, out _),
            UsersFile = Path,
            Trigger = "redmine",
            RegisterCommands = false,
            LinksMode = LinksMode.Edit,
        };
        return new(settings, _loggers.CreateLogger<UsersFile>());
    }
}
