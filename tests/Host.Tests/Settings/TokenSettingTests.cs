using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>The token is looked up again in the settings' own sources, and what is wrong there changes nothing.</summary>
public sealed class TokenSettingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-settings-").FullName;
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _loggers;

    public TokenSettingTests() => _loggers = new([_log]);

    [Fact]
    public void A_new_one_in_the_file_is_found()
    {
        Write(File("first"));
        var setting = Read();
        Assert.Equal("first", setting.Look());

        Write(File("second"));

        Assert.Equal("second", setting.Look());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void What_counts_before_the_file_still_does()
    {
        Write(File("first"));
        var setting = Read(new() { ["Mattermost:Token"] = "typed" });
        Write(File("second"));

        Assert.Equal("typed", setting.Look());
    }

    [Theory]
    [InlineData("", "appsettings.json can't be read, or is no JSON")]
    [InlineData("{ \"Mattermost\": { \"Token\": tr6secret } }", "appsettings.json can't be read, or is no JSON")]
    [InlineData("{}", "Mattermost__Token is missing")]
    [InlineData("{ \"Mattermost\": { \"Token\": \"two words\" } }", "Mattermost__Token has blanks")]
    [InlineData(null, "Mattermost__Token is missing")]
    public void What_is_wrong_is_said_once_and_changes_nothing(string? text, string said)
    {
        Write(File("first"));
        var setting = Read();
        Write(text);

        Assert.Null(setting.Look());
        Assert.Null(setting.Look());
        var line = Assert.Single(_log.Lines);
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);

        Write(File("second"));
        Assert.Equal("second", setting.Look());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string Path => System.IO.Path.Combine(_directory, "appsettings.json");

    private void Write(string? text)
    {
        if (text is null)
            System.IO.File.Delete(Path);
        else
            System.IO.File.WriteAllText(Path, text);
    }

    private static string File(string token) => $$"""
        { "Mattermost": { "Url": "https://chat.example.org", "Token": "{{token}}" }, "Redmine": { "Url": "https://redmine.example.org", "ApiKey": "key" } }
        """;

    private TokenSetting Read(Dictionary<string, string?>? typed = null)
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder()
            .SetBasePath(_directory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddInMemoryCollection(typed)
            .Build());
        return new(settings, _loggers.CreateLogger<TokenSetting>());
    }
}
