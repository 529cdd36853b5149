using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>What the first version's file says, in each of the forms that it had.</summary>
public sealed class FormerSettingsTests
{
    [Theory]
    [InlineData("RM_SCHEMA=https\nRM_HOST_EXTERNAL=redmine.test\nRM_PORT_EXTERNAL=443", "Redmine__Url", "https://redmine.test")]
    [InlineData("RM_PROTOCOL=http\nRM_HOST=10.0.0.7\nRM_PORT=3000", "Redmine__Url", "http://10.0.0.7:3000")]
    [InlineData("REDMINE_HOST=redmine\nREDMINE_PORT=3000", "Redmine__Url", "http://redmine:3000")]
    [InlineData("REDMINE_URL=https://redmine.test/sub", "Redmine__Url", "https://redmine.test/sub")]
    [InlineData("MM_SCHEMA='http'\nMM_HOST_EXTERNAL=\"chat.test\"\nMM_PORT_EXTERNAL=8065", "Mattermost__Url", "http://chat.test:8065")]
    [InlineData("MATTERMOST_SITE_URL=https://chat.test", "Mattermost__Url", "https://chat.test")]
    [InlineData("APP_SCHEMA=http\nAPP_HOST_EXTERNAL=bot.test\nAPP_PORT_EXTERNAL=8090", "Bridge__PublicUrl", "http://bot.test:8090")]
    [InlineData("APP_HOST_INTERNAl=0.0.0.0\nAPP_PORT_INTERNAL=8090", "Bridge__ListenUrl", "http://0.0.0.0:8090")]
    public void Addresses_become_settings(string text, string setting, string value) =>
        Assert.Equal(KeyValuePair.Create(setting, value), Assert.Single(FormerSettings.Read(text).Settings));

    [Fact]
    public void Each_line_is_accounted_for()
    {
        var former = FormerSettings.Read("""
            # addresses
            RM_HOST=redmine.test
            MM_PORT=8065

            rm_admin_key=0123456789
            MM_APP_TOKEN=hush
            DB_URL=postgres://x
            b.fisher=bob
            """);

        Assert.Equal(
            [
                "RM_HOST → Redmine__Url", "MM_PORT: left out, since it alone makes no address", "rm_admin_key: left out, since it stands in that program's log; revoke it",
                "MM_APP_TOKEN: left out, since it stands in that program's log; revoke it", "DB_URL: not known, left out",
                "b.fisher → a line of the map, b.fisher=bob, where both are found",
            ],
            former.Became);
        Assert.Equal([KeyValuePair.Create("b.fisher", "bob")], former.People);
        Assert.DoesNotContain(former.Settings.Values.Concat(former.Became), v => v.Contains("hush", StringComparison.Ordinal) || v.Contains("0123456789", StringComparison.Ordinal));
    }
}
