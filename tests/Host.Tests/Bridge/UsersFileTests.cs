namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The file of the map of people is read at start and whenever it changes.</summary>
public sealed class UsersFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"redmine-bridge-users-{Guid.NewGuid():N}");

    [Fact]
    public async Task Who_is_written_into_the_file_is_known_without_a_restart()
    {
        await File.WriteAllTextAsync(_path, "bob=bob\n");
        await using var office = await Office.OpenAsync(s => s with { Users = Actors.People.UserMap.Empty, UsersFile = _path });
        await office.CommandsAreThereAsync();
        await office.ChangedAsync(office.Write(office.Bob, "see #t1"));
        Assert.Contains("`alice=your_redmine_login`", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);

        // As editors do it: a new file takes the place of the old one.
        await File.WriteAllTextAsync(_path + ".new", "# people\nbob=bob\nalice=alice\nnonsense\n");
        File.Move(_path + ".new", _path, overwrite: true);
        await office.UntilSaidAsync(office.Alice, "/redmine mine", t => t.Contains("| [#", StringComparison.Ordinal));

        File.Delete(_path);
        await office.ChangedAsync(office.Write(office.Alice, "still known: #t1"));
    }

    public void Dispose() => File.Delete(_path);
}
