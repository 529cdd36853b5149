using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The file of the map of people is read at start and whenever it changes.</summary>
public sealed class UsersFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"redmine-bridge-users-{Guid.NewGuid():N}");

    [Fact]
    public async Task Who_is_written_into_the_file_is_known_without_a_restart()
    {
        using var log = new RecordedLog();
        await File.WriteAllTextAsync(_path, "bob=bob\n");
        await using var office = await Office.OpenAsync(
            s => s with { Users = Actors.People.UserMap.Empty, UsersFile = _path }, services: s => s.AddSingleton<ILoggerProvider>(log));
        await office.CommandsAreThereAsync();
        await office.ChangedAsync(office.Write(office.Bob, "see #t1"));
        Assert.Contains("`alice=your_redmine_login`", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);

        // As editors do it: a new file takes the place of the old one.
        await File.WriteAllTextAsync(_path + ".new", "# people\nbob=bob\nalice=alice\nnonsense\n");
        File.Move(_path + ".new", _path, overwrite: true);
        await office.UntilSaidAsync(office.Alice, "/redmine mine", t => t.Contains("| [#", StringComparison.Ordinal));

        Assert.Contains(log.Lines, l => l.StartsWith($"Warning: Users__File {_path}, line 4 `nonsense`", StringComparison.Ordinal));

        File.Delete(_path);
        await office.ChangedAsync(office.Write(office.Alice, "still known: #t1"));
    }

    [Fact]
    public async Task Where_setting_and_file_both_know_a_name_the_setting_counts()
    {
        // As bob, alice would not see the secret project.
        await File.WriteAllTextAsync(_path, "alice=bob\nbob=bob\n");
        await using var office = await Office.OpenAsync(s => s with { Users = Actors.People.UserMap.Parse("alice=alice", out _), UsersFile = _path });

        Assert.Equal($"mine {office.Link(1)}", await office.ChangedAsync(office.Write(office.Bob, "mine #t1")));
        Assert.Equal($"secret {office.Link(13)}", await office.ChangedAsync(office.Write(office.Alice, "secret #t13")));
    }

    public void Dispose() => File.Delete(_path);
}
