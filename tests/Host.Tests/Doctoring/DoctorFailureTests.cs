using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Doctoring;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Doctoring;

/// <summary>Whatever happens to <c>doctor</c> itself, it ends in findings.</summary>
public sealed class DoctorFailureTests(Patient patient) : IClassFixture<Patient>
{
    private const string ItselfFailed = "doctor itself failed";

    private static readonly string[] Gates = ["/api/v4/config/client", "/api/v4/users/me", "/api/v4/users/me/teams", "/users/current.json"];

    public static TheoryData<string, string> OddAnswers => new()
    {
        { "[]", "application/json" },
        { "{}", "application/json" },
        { "null", "application/json" },
        { "\"text\"", "application/json" },
        { "[1, null, {}]", "application/json" },
        { """{"id":1,"username":2,"user":[],"Version":5,"permissions":[1],"issue_statuses":[1],"projects":{},"custom_fields":1,"app_id":1}""", "application/json" },
        { "{", "application/json; charset=nonsense" },
        { "<html>", "text/html" },
    };

    [Theory]
    [MemberData(nameof(OddAnswers))]
    public async Task An_answer_of_another_shape_is_told_and_all_else_is_looked_at(string body, string type)
    {
        var token = patient.Bot("system_user", "system_post_all");
        var key = patient.Office.RedmineWorld.AddUser($"admin-{Guid.NewGuid():N}"[..20], "Other", "Admin", with: u => u with { IsAdmin = true }).ApiKey;
        Dictionary<string, string> settings = new()
        {
            ["Mattermost__Token"] = token, ["Redmine__ApiKey"] = key, ["Redmine__Mark"] = "field", ["Redmine__MarkField"] = "Any",
            ["Apps__Secret"] = Office.AppsSecret, ["Users__Map"] = "alice=alice;nobody=bob",
        };
        // One of those that much hangs on, or all others at once: with commands, and with the App.
        foreach (var gate in Gates.Append("commands").Append("App"))
        {
            settings["Commands__Register"] = gate == "App" ? "off" : "auto";

            // The running bridge has another token and key.
            bool IsAsked(HttpRequest request) =>
                $"{request.Headers.Authorization}{request.Headers["X-Redmine-API-Key"]}" is var proof
                && (proof.Length == 0 || proof.Contains(token, StringComparison.Ordinal) || proof == key)
                && (!Gates.Contains(gate) ? !Gates.Contains(request.Path.Value) && !request.Path.StartsWithSegments("/api/v4/websocket") : request.Path == gate);

            using var odd = patient.Office.Mattermost.Faults.Inject(IsAsked, new Fault.Answer(200, body, type));
            using var oddToo = patient.Office.Redmine.Faults.Inject(IsAsked, new Fault.Answer(200, body, type));

            var findings = await patient.ExamineAsync(settings);

            var told = $"{gate}: {DoctorReport.Json(findings)}";
            Assert.All(findings, f => Assert.DoesNotContain(ItselfFailed, f.Said, StringComparison.Ordinal));
            // What isn't known isn't said.
            Assert.All(findings, f => Assert.DoesNotContain("may not register", f.Said, StringComparison.Ordinal));
            Assert.All(findings, f => Assert.Equal(f.Level == Level.Green, f.Mend is null));
            Assert.True(findings.Any(f => f.Level != Level.Green && f.Area == (gate == "/users/current.json" ? "redmine" : "mattermost")), told);
            string[] areas = gate switch
            {
                "commands" or "App" => ["settings", "bridge", "database", "mattermost", "redmine", "people", "commands"],
                "/users/current.json" => ["settings", "bridge", "database", "mattermost", "redmine", "commands", "public-url"],
                _ => ["settings", "bridge", "database", "mattermost", "redmine"],
            };
            Assert.True(areas.All(a => findings.Any(f => f.Area == a)), told);
        }
    }

    [Fact]
    public async Task A_check_that_fails_is_named_by_what_failed_and_the_others_go_on()
    {
        const string secret = "what-an-answer-says";
        Check[] checks = [new("redmine", "first", (_, _, _) => Failing(secret)), new("people", "second", (_, _, _) => Well())];

        var findings = await ExamineAsync(checks);

        Assert.Equal(
            [("redmine", "before", Level.Green), ("redmine", "first", Level.Red), ("people", "well", Level.Green)],
            findings.Select(f => (f.Area, f.Subject, f.Level)));
        Assert.Contains($"{ItselfFailed} (KeyNotFoundException)", findings[1].Said, StringComparison.Ordinal);
        Assert.Contains("Please report it", findings[1].Mend, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, DoctorReport.Json(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_put_together_that_is_said()
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(patient.Settings()).Build()) with { Database = "nonsense" };
        List<Finding> findings = [];

        await foreach (var finding in Doctor.ExamineAsync(settings, TimeProvider.System, DoctorLimits.Usual, CancellationToken.None))
            findings.Add(finding);

        Assert.Contains($"{ItselfFailed} (ArgumentException)", Assert.Single(findings, f => f is { Area: "bridge", Level: Level.Red }).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(DriveNotFoundException))]
    [InlineData(typeof(IOException))]
    public void A_disk_that_does_not_say_its_room_is_told(Type failure)
    {
        var finding = DatabaseChecks.Room("/data", _ => throw (Exception)Activator.CreateInstance(failure)!);

        Assert.Equal((Level.Yellow, "disk"), (finding.Level, finding.Subject));
        Assert.Contains("`df -h /data`", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_give_no_answer_all_takes_a_minute_at_most()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var begun = new SemaphoreSlim(0);
        var checks = Enumerable.Range(1, 9).Select(n => new Check("redmine", $"silent {n}", (_, _, cancellation) => Silent(begun, cancellation)) { Within = _ => TimeSpan.FromSeconds(9) }).ToArray();
        var examined = ExamineAsync(checks, clock);
        for (var n = 1; n <= 6; n++)
        {
            Assert.True(await begun.WaitAsync(Office.Patience));
            clock.Advance(TimeSpan.FromSeconds(9));
        }

        // The minute ends alone, and no check at the same moment.
        Assert.True(await begun.WaitAsync(Office.Patience));
        clock.Advance(TimeSpan.FromSeconds(6));

        var findings = await examined.WaitAsync(Office.Patience);

        Assert.Equal([.. Enumerable.Range(1, 6).Select(n => $"silent {n}"), "time"], findings.Select(f => f.Subject));
        Assert.All(findings, f => Assert.Equal(Level.Red, f.Level));
        Assert.StartsWith("The minute that doctor takes is over", findings[^1].Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The minute that doctor takes is over")]
    [InlineData("Doctor was stopped")]
    public async Task What_was_found_until_it_ends_is_said_and_the_exit_code_is_not_0(string why)
    {
        var (clock, stopped) = (new FakeTimeProvider(TimeProvider.System.GetUtcNow()), why == "Doctor was stopped");
        var released = new TaskCompletionSource();
        using var held = patient.HoldRedmine(released.Task, out var asked);
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        var run = new DoctorCommand(clock).Parse(["--json", .. patient.Settings().Select(s => $"--{s.Key}={s.Value}")])
            .InvokeAsync(new InvocationConfiguration { Output = output }, stop.Token);
        await asked.WaitAsync(Office.Patience);
        if (stopped)
            await stop.CancelAsync();
        else
            clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await run.WaitAsync(Office.Patience));
        released.SetResult();
        var findings = JsonNode.Parse(output.ToString())!["findings"]!.AsArray();
        string[] untilRedmine = ["settings", "bridge", "database", "mattermost"];
        // Where the minute is over, Redmine's own time is too.
        Assert.Equal(stopped ? untilRedmine : [.. untilRedmine, "redmine"], findings.SkipLast(1).Select(f => (string)f!["area"]!).Distinct());
        Assert.Equal("time", (string)findings[^1]!["subject"]!);
        Assert.StartsWith(why, (string)findings[^1]!["said"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_end_says_what_was_found_until_then()
    {
        var released = new TaskCompletionSource();
        using var held = patient.HoldRedmine(released.Task, out var asked);
        using var process = Process.Start(patient.DoctorProcess())!;
        await asked.WaitAsync(Office.Patience);
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Office.Patience);
        await process.WaitForExitAsync();
        released.SetResult();

        Assert.Equal(1, process.ExitCode);
        var findings = JsonNode.Parse(said)!["findings"]!.AsArray();
        Assert.Contains(findings, f => (string)f!["area"]! == "mattermost");
        Assert.StartsWith("Doctor was stopped", (string)findings[^1]!["said"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_no_JSON_are_said_as_JSON_and_not_quoted()
    {
        var directory = Directory.CreateTempSubdirectory("redmine-bridge-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "appsettings.json"), "{ \"Redmine\": {\n \"ApiKey\": secret0123456789 } }");
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "redmine-bridge.dll"), "doctor", "--json"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory.FullName,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.Equal((2, ""), (process.ExitCode, await errors));
            Assert.Equal("appsettings.json is no JSON (line 2): correct it.", (string)JsonNode.Parse(said)!["findings"]![0]!["mend"]!);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<Finding>> ExamineAsync(Check[] checks, TimeProvider? clock = null)
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(patient.Settings()).Build());
        List<Finding> findings = [];
        await foreach (var finding in Doctor.ExamineAsync(settings, clock ?? TimeProvider.System, DoctorLimits.Usual, checks, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private static async IAsyncEnumerable<Finding> Failing(string secret)
    {
        yield return Finding.Green("redmine", "before", "This was seen.");
        await Task.Yield();
        throw new KeyNotFoundException(secret);
    }

    private static async IAsyncEnumerable<Finding> Well()
    {
        await Task.Yield();
        yield return Finding.Green("people", "well", "All is well.");
    }

    private static async IAsyncEnumerable<Finding> Silent(SemaphoreSlim begun, [EnumeratorCancellation] CancellationToken cancellation)
    {
        begun.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        yield break;
    }
}
