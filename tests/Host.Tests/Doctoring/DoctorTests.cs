using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Host.Doctoring;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Doctoring;

/// <summary><c>doctor</c> beside a running bridge.</summary>
public sealed class DoctorTests(Patient patient) : IClassFixture<Patient>
{
    public static TheoryData<string> Names => [.. PlantedFaults.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_named_with_its_mend_and_nothing_else_is(string name)
    {
        var fault = PlantedFaults.All.Single(f => f.Name == name);
        var settings = fault.Settings(patient);
        using var planted = fault.Plant?.Invoke(patient);

        var findings = await patient.ExamineAsync(settings, fault.File?.Invoke(patient));
        await fault.After(patient);

        var told = DoctorReport.Json(findings);
        var notGreen = findings.Where(f => f.Level != Level.Green).ToList();
        Assert.True(
            notGreen.Any(f => f.Area == fault.Area && f.Level == fault.Level
                && f.Said.Contains(fault.Said, StringComparison.Ordinal) && f.Mend!.Contains(fault.Mend, StringComparison.Ordinal)),
            told);
        Assert.True(notGreen.Count == 1 + fault.Also.Length && fault.Also.All(s => notGreen.Any(f => f.Subject == s)), told);
        Assert.All(notGreen, f => Assert.False(string.IsNullOrWhiteSpace(f.Mend)));
        Assert.All(patient.Office.Secrets.Append(settings.GetValueOrDefault("Mattermost__Token", "")).Where(s => s.Length > 0), s => Assert.DoesNotContain(s, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_good_health_all_is_green_and_nothing_is_changed()
    {
        var (world, mattermost, redmine) = (patient.Office.World, patient.Office.Mattermost, patient.Office.Redmine);
        const string tables = "SELECT (SELECT count(*) FROM pinned_user) || ' ' || (SELECT count(*) FROM command_token) || ' ' || (SELECT count(*) FROM journal)";
        var (posts, commands, stored) = (world.Channels.Sum(c => world.PostsIn(c).Count), world.Commands, await patient.Office.TextAsync(tables));
        mattermost.Requests.Clear();
        redmine.Requests.Clear();

        var findings = await patient.ExamineAsync();

        Assert.All(findings, f => Assert.True(f is { Level: Level.Green, Mend: null }, f.ToString()));
        Assert.Contains(findings, f => f is { Area: "public-url", Said: var said } && said.StartsWith("Mattermost reaches the bridge at", StringComparison.Ordinal));
        Assert.Contains(findings, f => f is { Area: "mattermost", Subject: "team office" } && f.Said.Contains("in 2 of 3 public channels and in 1 private ones", StringComparison.Ordinal));
        Assert.Equal(posts, world.Channels.Sum(c => world.PostsIn(c).Count));
        Assert.Equal(commands, world.Commands);
        Assert.Equal(stored, await patient.Office.TextAsync(tables));
        string[] harmless = ["/api/v4/channels/direct", "/api/v4/commands/execute", "/api/v4/users/ids", "/api/v4/users/usernames"];
        Assert.All(mattermost.Requests.All, r => Assert.True(r.Method == "GET" || harmless.Contains(r.Path), r.ToString()));
        Assert.All(redmine.Requests.All, r => Assert.Equal("GET", r.Method));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_created()
    {
        var path = patient.File("") + ".db";

        var findings = await patient.ExamineAsync(new Dictionary<string, string> { ["Bridge__Database"] = $"Data Source={path}", ["Bridge__ListenUrl"] = Patient.FreePort });

        Assert.Contains(findings, f => f is { Area: "database", Level: Level.Green } && f.Said == $"There is no {path} yet; the first start creates it, and may.");
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_secret_in_a_directory_that_others_can_not_go_into_is_safe()
    {
        var file = patient.File(patient.Office.RedmineKey, UnixFileMode.UserRead | UnixFileMode.OtherRead, isShutAway: true);

        var findings = await patient.ExamineAsync(new Dictionary<string, string> { ["Redmine__ApiKey"] = "", ["Redmine__ApiKeyFile"] = file });

        Assert.Contains(findings, f => f is { Area: "settings", Level: Level.Green } && f.Subject == file);
    }

    [Fact]
    public async Task With_own_keys_it_says_what_that_can_not_do()
    {
        var findings = await patient.ExamineAsync(new Dictionary<string, string> { ["Users__Link"] = "connect", ["Redmine__ApiKey"] = "", ["Users__Map"] = "" });

        Assert.All(findings, f => Assert.Equal(Level.Green, f.Level));
        Assert.Contains(findings, f => f.Area == "people" && f.Said.Contains("Only who has connected can be assigned tickets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_line_has_a_list_for_people()
    {
        var (code, said) = await RunAsync("--Users:Guests=off", "--Redmine:ApiKey=" + new string('0', 40));

        Assert.Equal(1, code);
        Assert.StartsWith("settings\n  ok    settings: All settings are there and well written.\n", said, StringComparison.Ordinal);
        Assert.Contains(
            "\n\nredmine\n  FAIL  Redmine__ApiKey: Redmine refuses Redmine__ApiKey: it was replaced, or its account is locked.\n"
            + "        Copy the API access key of an administrator again (My account in Redmine).\n\n",
            said,
            StringComparison.Ordinal);
        Assert.EndsWith(" ok, 0 to look at, 1 to mend.", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
    }

    /// <summary>As a process: nothing else may stand in what it writes.</summary>
    [Fact]
    public async Task The_command_line_has_JSON_for_scripts()
    {
        var (code, said) = await DoctorAsync(patient.DoctorProcess());

        Assert.Equal(0, code);
        var json = JsonNode.Parse(said)!.AsObject();
        Assert.Equal(["version", "findings", "summary"], json.Select(p => p.Key));
        var findings = json["findings"]!.AsArray();
        Assert.All(findings, f => Assert.Equal(["area", "subject", "level", "said", "mend"], f!.AsObject().Select(p => p.Key)));
        Assert.Equal(
            ["settings", "bridge", "database", "mattermost", "redmine", "people", "commands", "public-url"], findings.Select(f => (string)f!["area"]!).Distinct());
        Assert.Equal($$"""{"green":{{findings.Count}},"yellow":0,"red":0}""", json["summary"]!.ToJsonString());
    }

    /// <summary>As a process, which has an environment of its own. In the proxy's place is a program that is no proxy.</summary>
    [Fact]
    public async Task A_proxy_of_the_environment_is_named_and_not_asked_who_listens_here()
    {
        var proxy = patient.Office.RedmineUrl!.AbsoluteUri.Replace("//", "//user:pass-of-the-proxy@", StringComparison.Ordinal);
        var start = patient.DoctorProcess(new Dictionary<string, string> { ["Redmine__Url"] = $"http://localhost:{patient.Office.RedmineUrl.Port}" });
        (start.Environment["http_proxy"], start.Environment["NO_PROXY"]) = (proxy, "localhost");
        var (_, said) = await DoctorAsync(start);

        var findings = JsonNode.Parse(said)!["findings"]!.AsArray();
        var named = Assert.Single(findings, f => (string)f!["subject"]! == "http_proxy")!;
        Assert.Equal("yellow", (string)named["level"]!);
        Assert.StartsWith($"Mattermost is asked through the proxy {patient.Office.RedmineUrl.AbsoluteUri.TrimEnd('/')}, which http_proxy names", (string)named["said"]!, StringComparison.Ordinal);
        Assert.Contains("write 127.0.0.1 into NO_PROXY", (string)named["mend"]!, StringComparison.Ordinal);
        Assert.Equal($"A bridge listens at {patient.Office.BridgeUrl}.", (string)Assert.Single(findings, f => (string)f!["area"]! == "bridge")!["said"]!);
        Assert.Contains(findings, f => (string)f!["area"]! == "redmine" && (string)f["level"]! == "green");
        Assert.DoesNotContain("pass-of-the-proxy", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bots_that_can_not_be_created_do_no_harm_where_the_bot_is()
    {
        using var off = patient.Set(s => s with { EnableBotAccountCreation = false });

        var findings = await patient.ExamineAsync();

        Assert.All(findings, f => Assert.Equal(Level.Green, f.Level));
        Assert.Contains(findings, f => f.Said == "Bot accounts can't be created, and need not be: the bot is there.");
    }

    [Fact]
    public async Task Wrong_settings_are_said_as_at_the_start()
    {
        const string wrong = "Links__Mode is maybe, but must be one of: edit, reply, off.";

        Assert.Equal((2, $"The bridge can't start with these settings:\n  {wrong}"), await RunAsync("--Links:Mode=maybe"));
        var (code, said) = await RunAsync("--json", "--Links:Mode=maybe");
        Assert.Equal(2, code);
        Assert.Equal(wrong, (string)JsonNode.Parse(said)!["findings"]![0]!["mend"]!);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for()
    {
        patient.Office.Mattermost.Limit(new(PerSecond: 20, Burst: 2));
        using var unlimited = new Patient.Undo(() => patient.Office.Mattermost.Limit(null));

        Assert.All(await patient.ExamineAsync(), f => Assert.True(f.Level == Level.Green, f.ToString()));
    }

    [Fact]
    public async Task Who_gives_no_answer_is_not_waited_for_any_longer_than_ten_seconds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var released = new TaskCompletionSource();
        using var held = patient.HoldRedmine(released.Task, out var asked);
        var examined = patient.ExamineAsync(clock: clock, limits: Patient.Long with { Check = DoctorLimits.Usual.Check });
        await asked.WaitAsync(Office.Patience);
        clock.Advance(TimeSpan.FromSeconds(10));

        var slow = Assert.Single(await examined.WaitAsync(Office.Patience), f => f.Level != Level.Green);
        Assert.Equal(("redmine", "No answer within 10 seconds."), (slow.Area, slow.Said));
        released.SetResult();
    }

    [Fact]
    public async Task An_installed_App_is_seen_through_the_plugin()
    {
        await using var office = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = false });
        var admin = office.World.AddUser("root", with: u => u with { Roles = ["system_admin", "system_user"] });
        Assert.Equal("ok", (string?)(await office.Mattermost.InstallAppAs(admin, new(office.BridgeUrl, "manifest.json"), Office.AppsSecret))["type"]);

        var (_, said) = await office.CommandLineAsync(
            "doctor", "--json", $"--Bridge:ListenUrl={office.BridgeUrl}", $"--Apps:Secret={Office.AppsSecret}", "--Commands:Register=off");

        Assert.Contains("The App is installed, and the plugin reaches it.", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task In_PostgreSQL_a_write_is_tried_and_nothing_is_left()
    {
        await using var database = await FreshDatabase.CreateAsync();
        Dictionary<string, string> settings = new() { ["Bridge__Database"] = database.ConnectionString };

        Assert.Contains(await patient.ExamineAsync(settings), f => f.Said == "PostgreSQL can be written; the first start makes the tables.");
        Assert.Contains(await patient.ExamineAsync(settings), f => f is { Area: "database", Level: Level.Green });
        await new RedmineBridge.Host.Storage.BridgeDatabase(database.ConnectionString).PrepareAsync(CancellationToken.None);
        Assert.Contains(await patient.ExamineAsync(settings), f => f.Said.StartsWith("PostgreSQL can be written; its tables have version", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(59, Level.Green)]
    [InlineData(-59, Level.Green)]
    [InlineData(120, Level.Yellow)]
    [InlineData(-120, Level.Yellow)]
    [InlineData(-3600, Level.Red)]
    public void A_clock_may_differ_by_a_minute(int seconds, Level level)
    {
        Assert.Equal(level, ClockCheck.Judge("redmine", "Redmine", DateTimeOffset.UnixEpoch.AddSeconds(seconds), DateTimeOffset.UnixEpoch).Level);
        Assert.Equal(Level.Green, ClockCheck.Judge("redmine", "Redmine", null, DateTimeOffset.UnixEpoch).Level);
    }

    [Theory]
    [InlineData(99, Level.Red)]
    [InlineData(1000, Level.Yellow)]
    [InlineData(1024, Level.Green)]
    public void A_disk_should_have_a_gigabyte_left(long megabytes, Level level) =>
        Assert.Equal(level, DatabaseChecks.Space("/var/lib", megabytes * 1024 * 1024).Level);

    [Theory]
    [InlineData("10.1.2.3", "198.51.100.1", "It is a private address, so most likely \"address forbidden\"")]
    // The name is public, and leads to the machine that Mattermost runs on.
    [InlineData("198.51.100.7", "127.0.0.1 198.51.100.7", "It is an address of Mattermost's own machine, so most likely \"address forbidden\"")]
    [InlineData("198.51.100.7", "198.51.100.8", null)]
    [InlineData("198.51.100.7", "", null)]
    public void An_address_that_Mattermost_forbids_is_named(string bridge, string mattermost, string? why)
    {
        var finding = RoundTrip.NotThrough(new("https://bridge.example.org/"), Addresses(bridge), Addresses(mattermost));

        Assert.Equal(Level.Red, finding.Level);
        Assert.Contains(why ?? "though the bridge answers there to this machine.", finding.Said, StringComparison.Ordinal);
        Assert.Equal(why is not null, finding.Said.Contains("forbidden", StringComparison.Ordinal));
        Assert.Contains(why is null ? "`curl -i " : "\"AllowedUntrustedInternalConnections\": \"bridge.example.org\"", finding.Mend, StringComparison.Ordinal);

        static IReadOnlyList<IPAddress> Addresses(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
    }

    [Fact]
    public void The_page_for_trouble_has_each_sentence()
    {
        var page = Repository.Read("docs", "troubleshoot.md").ReplaceLineEndings(" ");

        Assert.All(PlantedFaults.All, f =>
        {
            Assert.Contains(f.Said, page, StringComparison.Ordinal);
            Assert.Contains(f.Mend, page, StringComparison.Ordinal);
        });
    }

    private Task<(int Code, string Said)> RunAsync(string option, params string[] more) => WithTimeAsync(() => patient.Office.CommandLineAsync(
        ["doctor", option, $"--Bridge:ListenUrl={patient.Office.BridgeUrl}", "--Users:Map=alice=alice;bob=bob;ivan=ivan", .. more]));

    private static Task<(int Code, string Said)> DoctorAsync(ProcessStartInfo start) => WithTimeAsync(async () =>
    {
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    });

    /// <summary>It waits for answers as long as people have patience, which may be too short for a machine with much else to do: then it is asked again.</summary>
    private static async Task<(int Code, string Said)> WithTimeAsync(Func<Task<(int Code, string Said)>> doctor)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await doctor();
            if (tries == 3 || !answer.Said.Contains("o answer within", StringComparison.Ordinal))
                return answer;
        }
    }
}
