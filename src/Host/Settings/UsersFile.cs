using System.Security.Cryptography;
using System.Text;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Settings;

/// <summary>
/// The map of people: the lines of the setting, and after them those of the file that is named beside it, where one is. A file that
/// disappears or can't be read changes nothing: the last map stays. Wrong lines are named in the log. Not thread-safe: read by the
/// start, then by <see cref="UsersFileReader"/> alone.
/// </summary>
internal sealed class UsersFile(BridgeSettings settings, ILogger<UsersFile> log)
{
    /// <summary>Contents by their digest: neither dates nor lengths tell one file from another that takes its place, behind a link least of all.</summary>
    private string? _read;
    private string? _seen;
    private string? _trouble;

    public bool IsNamed => settings.UsersFile is not null;

    /// <summary>What is there at this moment: nobody may be unknown at the start for a file that has not been read yet.</summary>
    public UserMap ReadNow() => With(file =>
    {
        var bytes = ReadAll(file);
        _read = _seen = Digest(bytes);
        return Parse(bytes);
    }) ?? settings.Users;

    /// <summary>
    /// The map, if the file has changed since it was last read and has kept still since the last look: a half-written one is not
    /// believed. Null for no news.
    /// </summary>
    public UserMap? Look() => With(file =>
    {
        var now = Convert.ToHexString(SHA256.HashData(file));
        var isStill = now == _seen;
        _seen = now;
        if (now == _read || !isStill)
            return null;
        var bytes = ReadAll(file);
        if (Digest(bytes) != now)
            return null;
        _read = now;
        return Parse(bytes);
    });

    /// <summary>The lines of the setting, and after them those of the file.</summary>
    /// <param name="problems">A sentence for each wrong line.</param>
    public static UserMap Read(BridgeSettings settings, byte[] file, out IReadOnlyList<string> problems)
    {
        // Editors on Windows write a mark before the text.
        using var reader = new StreamReader(new MemoryStream(file), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return settings.Users.With(UserMap.Parse(reader.ReadToEnd(), out problems, $"Users__File {settings.UsersFile}"));
    }

    private UserMap? With(Func<FileStream, UserMap?> look)
    {
        if (settings.UsersFile is not { } path)
            return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var map = look(file);
            _trouble = null;
            return map;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is looked for every second: said once for each reason.
            var trouble = failure is FileNotFoundException or DirectoryNotFoundException ? "is gone" : $"can't be read ({failure.Message})";
            if (trouble != _trouble)
                log.LogWarning("Users__File: {Path} {Trouble}; the map of people stays as it was", path, trouble);
            _trouble = trouble;
            _seen = null;
            return null;
        }
    }

    private UserMap Parse(byte[] bytes)
    {
        var map = Read(settings, bytes, out var problems);
        foreach (var problem in problems)
            log.LogWarning("{Problem}", problem);
        return map;
    }

    private static byte[] ReadAll(FileStream file)
    {
        file.Position = 0;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Digest(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
