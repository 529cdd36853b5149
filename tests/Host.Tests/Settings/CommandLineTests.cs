using System.CommandLine;
using RedmineBridge.Host.Commands;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>What no command takes is refused by every command, before it does anything.</summary>
public sealed class CommandLineTests
{
    private const string NoOption = " and no setting: correct it (`redmine-bridge ";

    /// <summary>Where the words of a setting are taken, this one is wrong.</summary>
    private const string Taken = "Bridge__ListenUrl is not an address";

    [Theory]
    [InlineData("setup --yes --dryrun --undoo", "--dryrun is no option of redmine-bridge setup", "--undoo is no option of redmine-bridge setup")]
    [InlineData("setup -b=redmine", "-b is no option of redmine-bridge setup")]
    [InlineData("setup --SETUP_MATTERMOST_PASSWRD=hush", "--SETUP_MATTERMOST_PASSWRD is no option")]
    [InlineData("setup --passwrd hush", "--passwrd is no option of redmine-bridge setup")]
    [InlineData("seutp --yes", "seutp is no command of redmine-bridge", "--yes is no command of redmine-bridge")]
    [InlineData("run --Links:Mood=reply", "--Links:Mood is no option of redmine-bridge run")]
    [InlineData("doctor --jsn", "--jsn is no option of redmine-bridge doctor")]
    [InlineData("health -x", "-x is no option of redmine-bridge health")]
    [InlineData("confirm alice bob", "bob is no option of redmine-bridge confirm")]
    [InlineData("forget alice --all", "--all is no option of redmine-bridge forget")]
    [InlineData("export alice /Links:Mood=x", "/Links:Mood is no option of redmine-bridge export")]
    [InlineData("backup copy.db --force", "--force is no option of redmine-bridge backup")]
    [InlineData("sandbox --Links:Mode=reply", "--Links:Mode is no option of redmine-bridge sandbox")]
    public async Task A_word_that_nothing_takes_is_refused(string line, params string[] sentences)
    {
        var (code, said) = await InvokeAsync(line);

        Assert.Equal(2, code);
        Assert.Equal(sentences.Length, said.Length);
        Assert.All(said.Zip(sentences), pair => Assert.StartsWith(pair.Item2, pair.Item1, StringComparison.Ordinal));
        Assert.All(said, s => Assert.Contains(NoOption, s, StringComparison.Ordinal));
        Assert.All(said, s => Assert.DoesNotContain("hush", s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("health --Bridge__ListenUrl=8090", "--Bridge__ListenUrl is the setting's name in the environment: write it here as --Bridge:ListenUrl=value.")]
    [InlineData("health --Bridge:ListenUrl", "--Bridge:ListenUrl has no value: write it as --Bridge:ListenUrl=value.")]
    [InlineData("health --Bridge:ListenUrl --Links:Mode=reply", "--Bridge:ListenUrl has no value: write it as --Bridge:ListenUrl=value.")]
    [InlineData("confirm --Links:Mode=reply alice", "--Links:Mode stands in the place of <login>: write it after that.")]
    [InlineData("confirm alice --Links:Mode=reply --Users:Map", "--Users:Map has no value: write it as --Users:Map=value.")]
    [InlineData("backup --force", "--force stands in the place of <file>: write it after that.")]
    [InlineData("run --Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Default does not count on the command line: set Logging__LogLevel__Default in the environment.")]
    public async Task What_is_nearly_a_setting_is_told_how_it_is_written(string line, string sentence)
    {
        var (code, said) = await InvokeAsync(line);

        Assert.Equal((2, sentence), (code, Assert.Single(said)));
    }

    [Theory]
    [InlineData("health --Bridge:ListenUrl=8090")]
    [InlineData("health --bridge:listenurl=8090")]
    [InlineData("health --Bridge:ListenUrl 8090")]
    [InlineData("health /Bridge:ListenUrl=8090")]
    [InlineData("health /Bridge:ListenUrl 8090")]
    [InlineData("health Bridge:ListenUrl=8090 --SETUP_REDMINE_KEY_FILE=none --Redmine:ApiKeyFile=none")]
    public async Task A_setting_has_each_form_that_it_has_elsewhere_in_NET(string line)
    {
        var (code, said) = await InvokeAsync(line);

        Assert.Equal(2, code);
        Assert.Contains(said, s => s.Contains(Taken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_asks_for_help_gets_it()
    {
        var (code, said) = await InvokeAsync("setup --dryrun --help");

        Assert.Equal(0, code);
        Assert.Contains(said, s => s.Contains("--dry-run", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string[] Said)> InvokeAsync(string line)
    {
        using var said = new StringWriter();
        var code = await CommandLine.InvokeAsync(line.Split(' '), new InvocationConfiguration { Output = said, Error = said });
        return (code, said.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
