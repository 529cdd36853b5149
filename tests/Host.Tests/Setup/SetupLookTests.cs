using System.Net;
using Microsoft.Extensions.Configuration;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Setup;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>What setup finds before it plans.</summary>
public sealed class SetupLookTests
{
    [Fact]
    public async Task It_finds_out_where_Mattermost_is_and_a_name_that_nobody_knows_is_no_trouble()
    {
        await using var office = await SetupOffice.OpenAsync();
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mattermost:Url"] = office.Mattermost.Url.AbsoluteUri,
            ["Mattermost:Token"] = "t",
            ["Redmine:Url"] = office.RedmineUrl.AbsoluteUri,
            ["Redmine:ApiKey"] = "k",
            ["Bridge:PublicUrl"] = "http://bridge.invalid:8090/",
        }).Build());
        var input = new SetupInput
        {
            Options = new() { SettingsPath = office.SettingsPath },
            Settings = settings,
            Given = new Dictionary<string, string>(),
            Overriding = new HashSet<string>(),
            File = SettingsFile.Read(office.SettingsPath),
            Mattermost = new() { Login = "admin", Password = MattermostWorld.AdminPassword },
        };
        using var mattermost = new MattermostAdmin(settings.MattermostUrl, null);
        using var redmine = new RedmineAdmin(settings.RedmineUrl, null);

        var found = await new SetupLook(input, mattermost, redmine).AtMattermostAsync(CancellationToken.None);

        Assert.Contains(IPAddress.Loopback, found.MattermostAddresses);
        Assert.Empty(found.BridgeAddresses);
        Assert.Contains(
            SetupPlan.OfMattermost(input.Options, settings, found, null, BotTokens.None).Select(l => l.Step).OfType<Step.Switch>(),
            s => s is { Name: "AllowedUntrustedInternalConnections", Value: var value } && (string?)value == "wiki.internal bridge.invalid");
    }
}
