using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Host.Setup;

/// <summary>Files that only their owner may read, replaced as a whole: whoever reads one sees the old or the new, and a crash leaves either.</summary>
internal static class SafeFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>False where there is no such file.</summary>
    public static bool OthersMayRead(string path) => ReadersOf(path) != FileReaders.Owner;

    /// <summary>Who comes to read a file, by its own mode and by those of all directories above it. Where there is none, and on Windows, its owner.</summary>
    public static FileReaders ReadersOf(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return FileReaders.Owner;
        var file = (FileInfo)Real(new FileInfo(path));
        var (everybody, group) = (Has(file, UnixFileMode.OtherRead), Has(file, UnixFileMode.OtherRead | UnixFileMode.GroupRead));
        for (var above = file.Directory; above is not null; above = above.Parent)
        {
            above = (DirectoryInfo)Real(above);
            everybody &= Has(above, UnixFileMode.OtherExecute);
            // It may be another group's than the file; who is in which is not known.
            group &= Has(above, UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        }

        return everybody ? FileReaders.Everybody : group ? FileReaders.Group : FileReaders.Owner;

        static FileSystemInfo Real(FileSystemInfo named) => named.ResolveLinkTarget(returnFinalTarget: true) ?? named;

        static bool Has(FileSystemInfo entry, UnixFileMode any) => (entry.UnixFileMode & any) != 0;
    }

    /// <summary>Its own, or what a new one gets.</summary>
    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? OwnerOnly : File.GetUnixFileMode(path);

    /// <summary>Tells whether a file is still what it was, without telling what that is.</summary>
    public static string Digest(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The same of a text.</summary>
    public static string DigestOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="mode">Of the new file; ignored on Windows.</param>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellation, UnixFileMode mode = OwnerOnly)
    {
        // What stands behind a link is replaced, not the link.
        var target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var next = $"{target}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            await using (var stream = new FileStream(next, options))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteAsync(text.AsMemory(), cancellation);
                await writer.FlushAsync(cancellation);
                stream.Flush(flushToDisk: true);
            }

            // What the process takes away from new files must not take it away from these, nor give more.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(next, mode);
            File.Move(next, target, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }
}
