using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Tests.Setup;

public sealed class SafeFileTests : IDisposable
{
    private const string Open = "755";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redmine-bridge-test-");

    /// <summary>Setup and doctor go by the same.</summary>
    [SkippableTheory]
    [InlineData("600", Open, "Owner")]
    [InlineData("700", Open, "Owner")]
    [InlineData("640", Open, "Group")]
    [InlineData("644", Open, "Everybody")]
    [InlineData("604", Open, "Everybody")]
    [InlineData("644", "750", "Group")]
    [InlineData("640", "750", "Group")]
    [InlineData("644", "711", "Everybody")]
    [InlineData("644", "744", "Owner")]
    [InlineData("666", "700", "Owner")]
    public void Who_can_read_a_file_is_told_by_its_mode_and_those_of_the_directories_above(string file, string above, string readers)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        var path = Written(file, above);

        Assert.Equal((readers, readers != "Owner"), ($"{SafeFile.ReadersOf(path)}", SafeFile.OthersMayRead(path)));
    }

    [SkippableFact]
    public void A_link_is_as_safe_as_what_it_leads_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        var (shut, open) = (Written("644", "700"), Written("644", Open));
        var links = _root.CreateSubdirectory("links").FullName;
        File.CreateSymbolicLink(Path.Combine(links, "shut"), shut);
        Directory.CreateSymbolicLink(Path.Combine(links, "directory"), Path.GetDirectoryName(shut)!);
        File.CreateSymbolicLink(Path.Combine(links, "open"), open);

        Assert.False(SafeFile.OthersMayRead(Path.Combine(links, "shut")));
        Assert.False(SafeFile.OthersMayRead(Path.Combine(links, "directory", Path.GetFileName(shut))));
        Assert.True(SafeFile.OthersMayRead(Path.Combine(links, "open")));
        Assert.False(SafeFile.OthersMayRead(Path.Combine(links, "none")));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private string Written(string mode, string above)
    {
        var directory = _root.CreateSubdirectory($"{Guid.NewGuid():N}");
        var path = Path.Combine(directory.FullName, "secret");
        File.WriteAllText(path, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode(mode));
            (_root.UnixFileMode, directory.UnixFileMode) = (Mode(Open), Mode(above));
        }

        return path;

        static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
    }
}
