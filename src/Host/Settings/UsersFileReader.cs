using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Settings;

/// <summary>
/// Reads the file of the map of people at start, and again whenever it has changed and then kept still for a moment, so that a
/// half-written file is not believed. Lines of the setting come before those of the file. A file that disappears or can't be read
/// changes nothing: the last map stays.
/// </summary>
internal sealed class UsersFileReader(
    BridgeSettings settings, IRequiredActor<PeopleDirectory> people, TimeProvider clock, ILogger<UsersFileReader> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private (DateTime WrittenAt, long Length)? _read;
    private bool _isMissing;

    /// <summary>The map that the bridge begins with: nobody of the file may be taken for unknown before it is first looked at.</summary>
    public static UserMap MapAtStart(BridgeSettings settings)
    {
        if (settings.UsersFile is not { } path)
            return settings.Users;
        try
        {
            return settings.Users.With(UserMap.Parse(File.ReadAllText(path), out _));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Said when it is looked at.
            return settings.Users;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.UsersFile is not { } path)
            return;
        var directory = await people.GetAsync(stoppingToken);
        (DateTime, long)? seen = Look(path);
        await ReadAsync(path, seen, directory, stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Look(path);
            if (now is not null && now == seen && now != _read)
                await ReadAsync(path, now, directory, stoppingToken);
            seen = now;
        }
    }

    private (DateTime, long)? Look(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists == _isMissing)
        {
            _isMissing = !file.Exists;
            if (_isMissing)
                log.LogWarning("Users__File: {Path} is gone; the map of people stays as it was", path);
        }

        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private async Task ReadAsync(string path, (DateTime, long)? version, IActorRef directory, CancellationToken stopping)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, stopping);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Users__File: {Path} can't be read ({Why}); the map of people stays as it was", path, failure.Message);
            return;
        }

        _read = version;
        var map = UserMap.Parse(text, out var problems);
        foreach (var problem in problems)
            log.LogWarning("Users__File {Path}, {Problem}", path, problem);
        directory.Tell(new PeopleDirectory.MapChanged(settings.Users.With(map)));
    }
}
