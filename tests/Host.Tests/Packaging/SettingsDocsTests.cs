using System.Text.RegularExpressions;
using RedmineBridge.Host.Settings;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>The settings that there are and those that an administrator reads of are the same.</summary>
public sealed partial class SettingsDocsTests
{
    [Fact]
    public void The_example_of_the_environment_names_every_setting_and_no_other()
    {
        Assert.Equal(SettingsReader.Known.Order(StringComparer.Ordinal), EnvExample.Read().Keys.Where(k => k.Contains("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Empty(EnvExample.Silent());
        Assert.Empty(EnvExample.Misread());
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("en   # or ru", "en")]
    [InlineData("en# or ru", "en# or ru")]
    [InlineData("Data Source=/data/a.db", "Data Source=/data/a.db")]
    [InlineData("'a # b' # c", "a # b")]
    [InlineData("\"a # b\" # c", "a # b")]
    [InlineData("    # its port", "# its port")]
    [InlineData("", "")]
    public void A_line_of_the_environment_is_read_as_Compose_does(string raw, string value) => Assert.Equal(value, EnvExample.Value(raw));

    [Fact]
    public void The_table_of_the_docs_names_every_setting_and_no_other() =>
        Assert.Equal(
            SettingsReader.Known.Where(k => !IsSecretInFile(k)).Order(StringComparer.Ordinal),
            Row().Matches(Repository.Read("docs/configure.md")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Examples_of_the_service_and_of_the_proxies_name_settings_that_exist() =>
        Assert.All(
            Directory.GetFiles(Repository.PathOf("docker"), "*", SearchOption.AllDirectories).Append(Repository.PathOf("docs/install.md")),
            file => Assert.All(Name().Matches(File.ReadAllText(file)), m => Assert.Contains(m.Value, SettingsReader.Known)));

    /// <summary>Those are explained once for all four.</summary>
    private static bool IsSecretInFile(string name) => name.EndsWith("File", StringComparison.Ordinal) && SettingsReader.Known.Contains(name[..^4]);

    [GeneratedRegex(@"^\| `([A-Z][a-z]+__[A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(Mattermost|Redmine|Bridge|Users|Commands|Links|Apps)__[A-Za-z]+")]
    private static partial Regex Name();
}
