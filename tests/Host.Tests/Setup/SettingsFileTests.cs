using System.Text.Json.Nodes;
using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>What setup writes into the settings, beside what stands there.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"redmine-bridge-settings-{Guid.NewGuid():N}.json");

    [Fact]
    public async Task What_is_there_is_found_changed_and_kept()
    {
        await File.WriteAllTextAsync(_path, """
            { // by hand
              "redmine": { "url": "http://old", "Mark": "off" }, "Mattermost:Token": "t", "Logging": { "x": 1 },
            }
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var file = SettingsFile.Read(_path);
        Assert.Equal(("http://old", "t", null), (file.Find("Redmine__Url"), file.Find("Mattermost__Token"), file.Find("Bridge__Language")));

        file.Set("Redmine__Url", "http://new");
        file.Set("Redmine__ApiKey", "ключ");
        file.Set("Mattermost__Token", "u");
        file.Set("Bridge__Language", "ru");
        file.Remove("Redmine__Mark");
        await file.SaveAsync(_path, CancellationToken.None);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{ "redmine": { "url": "http://new", "ApiKey": "ключ" }, "Mattermost:Token": "u", "Logging": { "x": 1 }, "Bridge": { "Language": "ru" } }"""),
            JsonNode.Parse(await File.ReadAllTextAsync(_path))));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
        file.Remove("Bridge__Language");
        await file.SaveAsync(_path, CancellationToken.None);
        Assert.DoesNotContain("Bridge", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);
        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + "*"));
    }

    [Fact]
    public async Task A_link_is_followed_and_stays()
    {
        var target = _path + ".target";
        await File.WriteAllTextAsync(target, "{}");
        File.CreateSymbolicLink(_path, target);
        try
        {
            var file = SettingsFile.Read(_path);
            file.Set("Redmine__Url", "http://new");
            await file.SaveAsync(_path, CancellationToken.None);

            Assert.NotNull(new FileInfo(_path).LinkTarget);
            Assert.Contains("http://new", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(target);
        }
    }

    public void Dispose() => File.Delete(_path);
}
