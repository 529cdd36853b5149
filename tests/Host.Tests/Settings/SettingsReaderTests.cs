using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Tests.Settings;

public sealed class SettingsReaderTests
{
    private static readonly Dictionary<string, string?> Enough = new()
    {
        ["Mattermost__Url"] = "https://chat.example.org/",
        ["Mattermost__Token"] = "abcdefghijklmnopqrstuvwxyz",
        ["Redmine__Url"] = "https://redmine.example.org/tracker",
        ["Redmine__ApiKey"] = "0123456789abcdef0123456789abcdef01234567",
    };

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var settings = Read(Enough);

        Assert.Equal(new Uri("http://127.0.0.1:8090"), settings.ListenUrl);
        Assert.Equal(settings.ListenUrl, settings.PublicUrl);
        Assert.Equal(settings.RedmineUrl, settings.RedminePublicUrl);
        Assert.Equal(
            (Language.English, TimeZoneInfo.Local, "redmine", true, LinksMode.Edit, 0),
            (settings.Language, settings.TimeZone, settings.Trigger, settings.RegisterCommands, settings.LinksMode, settings.CommandTokens.Count));
        Assert.Equal((false, TimeSpan.FromHours(24)), (settings.JoinPublicChannels, settings.CatchUp));
        Assert.Empty(settings.Users.Entries);
        Assert.Contains("redmine-bridge.db", settings.Database, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mattermost__Url", null, "Mattermost__Url is missing: set it to the address of your Mattermost server")]
    [InlineData("Mattermost__Token", null, "Mattermost__Token is missing: set it to the access token of the bot's account")]
    [InlineData("Redmine__Url", null, "Redmine__Url is missing")]
    [InlineData("Redmine__ApiKey", " ", "Redmine__ApiKey is missing")]
    [InlineData("Mattermost__Url", "chat.example.org", "is not an address of the form http(s)://host")]
    [InlineData("Mattermost__Url", "ftp://chat.example.org", "is not an address of the form http(s)://host")]
    [InlineData("Redmine__Url", "https://user:pw@redmine.example.org", "is not an address of the form http(s)://host")]
    [InlineData("Redmine__PublicUrl", "//x", "Redmine__PublicUrl is not an address")]
    [InlineData("Bridge__ListenUrl", "8090", "Bridge__ListenUrl is not an address")]
    [InlineData("Bridge__ListenUrl", "https://0.0.0.0:8090", "Bridge__ListenUrl must be plain http without a path")]
    [InlineData("Bridge__ListenUrl", "http://0.0.0.0:8090/redmine-bridge", "and a path belongs into Bridge__PublicUrl.")]
    [InlineData("Bridge__PublicUrl", "bridge", "Bridge__PublicUrl is not an address")]
    [InlineData("Bridge__TrustedProxies", "10.0.0.1, proxy", "Bridge__TrustedProxies: proxy is no address and no network; write them like 10.0.0.5 or 10.0.0.0/24, separated by commas.")]
    [InlineData("Bridge__TrustedProxies", "10.1", "10.1 is no address")]
    [InlineData("Bridge__TrustedProxies", "10.0.0.0/33", "10.0.0.0/33 is no address")]
    [InlineData("Mattermost__Token", "two words", "Mattermost__Token has blanks")]
    [InlineData("Redmine__ApiKey", "ключ", "Redmine__ApiKey has blanks or characters that no such key has")]
    [InlineData("Bridge__Database", "nonsense", "Bridge__Database is not a connection string")]
    [InlineData("Bridge__Language", "de", "Bridge__Language is de, but must be one of: en, ru.")]
    [InlineData("Bridge__TimeZone", "Nowhere/Land", "Bridge__TimeZone: there is no time zone Nowhere/Land")]
    [InlineData("Users__Map", "alice=alice;bob", "Users__Map, entry 2 `bob`: write it as mattermost_login=redmine_login.")]
    [InlineData("Users__File", "/no/such/file", "Users__File: there is no file /no/such/file")]
    [InlineData("Users__Link", "both", "Users__Link is both, but must be one of: map, connect.")]
    [InlineData("Users__Guests", "yes", "Users__Guests is yes, but must be one of: off, on.")]
    [InlineData("Commands__Trigger", "/redmine", "Commands__Trigger: /redmine can't be a slash command")]
    [InlineData("Commands__Register", "yes", "Commands__Register is yes, but must be one of: auto, off.")]
    [InlineData("Commands__TokensFile", "/no/such/file", "Commands__TokensFile: there is no file")]
    [InlineData("Links__Mode", "loud", "Links__Mode is loud, but must be one of: edit, reply, off.")]
    [InlineData("Links__Join", "all", "Links__Join is all, but must be one of: invited, public.")]
    [InlineData("Links__CatchUpHours", "0", "Links__CatchUpHours is 0, but must be a whole number from 1 to 720.")]
    [InlineData("Links__CatchUpHours", "721", "to 720.")]
    [InlineData("Links__CatchUpHours", "a day", "must be a whole number")]
    [InlineData("Apps__Secret", "short", "Apps__Secret must have 32 characters or more")]
    [InlineData("Bridge__StatusToken", "short", "Bridge__StatusToken must have 32 characters or more, letters and digits: make a new one")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is not an address of the form http(s)://host")]
    [InlineData("Redmine__Mark", "title", "Redmine__Mark is title, but must be one of: description, field, off.")]
    [InlineData("Redmine__Mark", "field", "Redmine__MarkField is missing: Redmine__Mark is field, so set it to the name or the id")]
    [InlineData("Redmine__MarkField", "Mattermost", "Redmine__MarkField is set, but nothing is put into it: set Redmine__Mark to field, or remove this one.")]
    [InlineData("Redmine__SettleSeconds", "29", "Redmine__SettleSeconds is 29, but must be a whole number from 30, as long as the bridge itself waits for a creation, to 3600.")]
    [InlineData("Redmine__TimeoutSeconds", "1", "Redmine__TimeoutSeconds is 1, but must be a whole number from 2 to 300.")]
    [InlineData("Redmine__TimeoutSeconds", "soon", "must be a whole number")]
    [InlineData("Redmine__SettleSeconds", "3601", "to 3600.")]
    [InlineData("Redmine__SettleSeconds", "1.5", "must be a whole number")]
    [InlineData("Links__Moed", "edit", "Links__Moed is no setting of the bridge: correct its name or remove it.")]
    public void What_is_wrong_is_one_sentence_that_names_the_setting(string name, string? value, string sentence)
    {
        var problems = Assert.Throws<SettingsException>(() => Read(new(Enough) { [name] = value })).Problems;

        Assert.Contains(sentence, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void What_recognizes_a_ticket_is_chosen()
    {
        var otherwise = Read(Enough);
        Assert.Equal((MarkCarrier.Description, null, TimeSpan.FromSeconds(30)), (otherwise.Mark, otherwise.MarkField, otherwise.Settle));
        var field = Read(new(Enough) { ["Redmine__Mark"] = "Field", ["Redmine__MarkField"] = " From chat ", ["Redmine__SettleSeconds"] = "120" });
        Assert.Equal((MarkCarrier.Field, "From chat", TimeSpan.FromMinutes(2)), (field.Mark, field.MarkField, field.Settle));
        Assert.Equal(MarkCarrier.Nothing, Read(new(Enough) { ["Redmine__Mark"] = "off" }).Mark);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("720", 720)]
    public async Task How_far_the_catch_up_goes_back_is_chosen(string hours, int expected)
    {
        await using var bridge = Wiring.Bridge.Build(Read(new(Enough) { ["Links__CatchUpHours"] = hours }));

        Assert.Equal(TimeSpan.FromHours(expected), bridge.Services.GetRequiredService<ListenerOptions>().Window);
    }

    [Fact]
    public void Guests_act_where_that_is_set() =>
        Assert.Equal((false, true), (Read(Enough).GuestsAct, Read(new(Enough) { ["Users__Guests"] = "on" }).GuestsAct));

    [Fact]
    public void Proxies_are_addresses_and_networks()
    {
        Assert.Empty(Read(Enough).TrustedProxies);
        Assert.Equal(
            ["10.0.0.5/32", "192.168.0.0/16", "fd00::1/128", "fd01::/16"],
            Read(new(Enough) { ["Bridge__TrustedProxies"] = "10.0.0.5, 192.168.0.0/16,fd00::1 , fd01::/16" }).TrustedProxies.Select(p => $"{p}"));
    }

    [Fact]
    public void Where_people_connect_themselves_there_is_no_key_and_no_map()
    {
        Dictionary<string, string?> connect = new(Enough) { ["Redmine__ApiKey"] = null, ["Users__Link"] = "connect" };
        var settings = Read(connect);
        Assert.True(settings.ByOwnKeys);
        Assert.Null(settings.RedmineApiKey);
        Assert.Contains("reads people's keys", Assert.Single(Read(new(connect) { ["Redmine__Url"] = "http://10.0.0.7" }).Warnings), StringComparison.Ordinal);
        Assert.False(Read(new(Enough) { ["Users__Link"] = "map" }).ByOwnKeys);

        const string needless = " is set, but with Users__Link=connect people connect themselves, each by a key of their own: remove this one, or set Users__Link to map.";
        Assert.Equal($"Redmine__ApiKey{needless}", Problem(new(Enough) { ["Users__Link"] = "connect" }));
        using var file = new SecretFile("alice=alice");
        Assert.Equal($"Redmine__ApiKeyFile{needless}", Problem(new(connect) { ["Redmine__ApiKeyFile"] = file.Path }));
        Assert.Equal($"Users__Map{needless}", Problem(new(connect) { ["Users__Map"] = "alice=alice" }));
        Assert.Equal($"Users__File{needless}", Problem(new(connect) { ["Users__File"] = file.Path }));
        Assert.Equal(
            "Redmine__Mark is field, but with Users__Link=connect no key can read which custom fields there are: set it to description or off.",
            Problem(new(connect) { ["Redmine__Mark"] = "field", ["Redmine__MarkField"] = "Chat" }));
    }

    [Fact]
    public void Public_channels_are_joined_where_that_is_set() => Assert.True(Read(new(Enough) { ["Links__Join"] = "public" }).JoinPublicChannels);

    [Fact]
    public void A_file_that_may_not_be_read_is_said_too()
    {
        var path = Path.GetTempFileName();
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            var problems = Assert.Throws<SettingsException>(() => Read(new(Enough) { ["Commands__TokensFile"] = path })).Problems;

            Assert.Equal($"Commands__TokensFile: {path} can't be read; let the bridge's account read it.", Assert.Single(problems));
        }
    }

    [Theory]
    [InlineData("Mattermost__Token", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("Redmine__ApiKey", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("Apps__Secret", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("Bridge__StatusToken", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("Bridge__Database", "Data Source=/var/lib/redmine-bridge/bridge.db")]
    public void A_secret_may_stand_in_a_file(string name, string secret)
    {
        using var file = new SecretFile($"{secret}\n");

        var settings = Read(new(Enough) { [name] = null, [$"{name}File"] = file.Path });

        var read = name switch
        {
            "Mattermost__Token" => settings.MattermostToken,
            "Redmine__ApiKey" => settings.RedmineApiKey,
            "Apps__Secret" => settings.AppsSecret,
            "Bridge__StatusToken" => settings.StatusToken,
            _ => settings.Database,
        };
        Assert.StartsWith(secret, read, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_file_of_a_secret_is_said_without_the_secret()
    {
        using var empty = new SecretFile(" \n");
        using var odd = new SecretFile("hush hush");
        Dictionary<string, string?> none = new(Enough) { ["Redmine__ApiKey"] = null };

        Assert.Equal(
            $"Redmine__ApiKeyFile: {empty.Path} is empty; write the secret into it.", Problem(new(none) { ["Redmine__ApiKeyFile"] = empty.Path }));
        Assert.Equal(
            "Redmine__ApiKeyFile: there is no file /no/such; create it with the secret alone, or correct the path.", Problem(new(none) { ["Redmine__ApiKeyFile"] = "/no/such" }));
        Assert.StartsWith("Redmine__ApiKey has blanks or characters", Problem(new(none) { ["Redmine__ApiKeyFile"] = odd.Path }), StringComparison.Ordinal);
        Assert.Equal(
            "Redmine__ApiKey and Redmine__ApiKeyFile are both set: remove one of them.", Problem(new(Enough) { ["Redmine__ApiKeyFile"] = odd.Path }));
        Assert.StartsWith("Bridge__CaFile: there is no certificate in", Problem(new(Enough) { ["Bridge__CaFile"] = odd.Path }), StringComparison.Ordinal);
        Assert.StartsWith("Bridge__CaFile: there is no file /no/such", Problem(new(Enough) { ["Bridge__CaFile"] = "/no/such" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.example.org", "https://b.example.org")]
    [InlineData("http://127.0.0.1:8065", "http://localhost:3000")]
    [InlineData("http://chat.example.org", "https://b.example.org", "Mattermost__Url")]
    [InlineData("https://a.example.org", "http://10.0.0.7:3000", "Redmine__Url")]
    public void Plain_http_to_another_machine_is_warned_of(string mattermost, string redmine, params string[] warned)
    {
        var warnings = Read(new(Enough) { ["Mattermost__Url"] = mattermost, ["Redmine__Url"] = redmine }).Warnings;

        Assert.Equal(warned, warnings.Select(w => w.Split(' ')[0]));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(4, Assert.Throws<SettingsException>(() => Read([])).Problems.Count);

    [Fact]
    public void No_secret_is_in_what_is_said() =>
        Assert.DoesNotContain(
            "hush", Assert.Throws<SettingsException>(() => Read(new(Enough) { ["Mattermost__Token"] = "hush hush", ["Redmine__ApiKey"] = "hush hush" })).Message, StringComparison.Ordinal);

    private static string Problem(Dictionary<string, string?> settings) => Assert.Single(Assert.Throws<SettingsException>(() => Read(settings)).Problems);

    private sealed class SecretFile : IDisposable
    {
        public SecretFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    private static BridgeSettings Read(Dictionary<string, string?> settings) => SettingsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)))
        .Build());
}
