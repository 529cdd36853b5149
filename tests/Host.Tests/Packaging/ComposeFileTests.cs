using System.Diagnostics;
using System.Text.RegularExpressions;
using RedmineBridge.Host.Settings;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>What can be said of the Compose files without an engine that runs them.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly string[] Conditions = ["service_started", "service_healthy", "service_completed_successfully"];

    /// <summary>What each image declares as a VOLUME.</summary>
    private static readonly Dictionary<string, string[]> OwnVolumes = new()
    {
        ["redmine-bridge"] = ["/data"],
        ["postgres"] = ["/var/lib/postgresql/data"],
        ["redmine"] = ["/usr/src/redmine/files"],
        ["mattermost/mattermost-team-edition"] =
            ["/mattermost/data", "/mattermost/logs", "/mattermost/config", "/mattermost/plugins", "/mattermost/client/plugins"],
    };

    public static TheoryData<string> Files => [.. ComposeFile.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_service_is_pinned_bounded_and_restarted_or_meant_to_end(string name)
    {
        Assert.All(ComposeFile.Read(name).Services, service =>
        {
            Assert.Matches(PinnedImage(), (string)service.Value["image"]!);
            Assert.Contains((string)service.Value["restart"]!, new[] { "unless-stopped", "no" });
            Assert.Contains("no-new-privileges:true", ComposeFile.List(service.Value, "security_opt"));
            Assert.Contains("ALL", ComposeFile.List(service.Value, "cap_drop"));
            Assert.True(service.Value.ContainsKey("logging"), $"{service.Key} may write a log without end.");
        });
    }

    /// <summary>Services are built at the same time, and of two images of one name one may be refused.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Each_image_is_built_by_one_service(string name)
    {
        var built = ComposeFile.Read(name).Services.Values.Where(s => s.ContainsKey("build")).Select(s => (string)s["image"]!).ToList();

        Assert.NotEmpty(built);
        Assert.Equal(built.Distinct(), built);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_a_service_names_is_there(string name)
    {
        var file = ComposeFile.Read(name);
        Assert.DoesNotContain("networks", file.Sections);
        Assert.All(file.Services, service =>
        {
            Assert.All(ComposeFile.Map(service.Value, "depends_on"), other =>
            {
                var condition = (string)((Dictionary<object, object?>)other.Value!)["condition"]!;
                Assert.Contains(condition, Conditions);
                var needed = file.Services[(string)other.Key];
                Assert.True(condition != "service_healthy" || needed.ContainsKey("healthcheck"), $"{other.Key} has no health check.");
                Assert.Equal(condition == "service_completed_successfully", (string)needed["restart"]! == "no");
            });
            foreach (var volume in ComposeFile.List(service.Value, "volumes").Cast<string>().Select(v => v.Split(':')[0]))
            {
                if (volume.StartsWith("./", StringComparison.Ordinal))
                    Assert.True(Path.Exists(Repository.PathOf("docker/" + volume)), $"There is no {volume}.");
                else
                    Assert.Contains(volume, file.Volumes);
            }
        });
    }

    /// <summary>Else the engine makes one without a name, and <c>down</c> leaves it behind each time.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void No_service_gets_a_volume_without_a_name(string name) => Assert.All(ComposeFile.Read(name).Services.Values, service =>
    {
        var mounted = ComposeFile.List(service, "volumes").Select(v => ((string)v).Split(':')[1]).Concat(ComposeFile.List(service, "tmpfs").Cast<string>());
        Assert.Empty(OwnVolumes[((string)service["image"]!).Split(':')[0]].Except(mounted));
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void The_bridge_is_given_settings_that_exist_and_runs_without_writing_but_to_its_data(string name)
    {
        var bridges = ComposeFile.Read(name).Services.Values.Where(s => ((string)s["image"]!).StartsWith("redmine-bridge:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(bridges);
        Assert.All(bridges, bridge =>
        {
            Assert.Equal("true", bridge["read_only"]);
            Assert.Contains(ComposeFile.List(bridge, "volumes"), v => ((string)v).EndsWith(":/data", StringComparison.Ordinal));
            Assert.All(
                ComposeFile.Map(bridge, "environment").Keys.Cast<string>().Where(k => !k.StartsWith("SETUP_", StringComparison.Ordinal)),
                k => Assert.Contains(k, SettingsReader.Known));
        });
    }

    [Fact]
    public void Secrets_from_files_are_settings_of_the_same_bridge()
    {
        var file = ComposeFile.Read("docker/compose.secrets.yaml");

        var (name, bridge) = Assert.Single(file.Services);
        Assert.Contains(name, ComposeFile.Read("docker/compose.bridge.yaml").Services);
        Assert.Equal(
            ComposeFile.List(bridge, "secrets").Select(s => $"/run/secrets/{s}"), ComposeFile.Map(bridge, "environment").Values.Cast<string>());
        Assert.All(ComposeFile.Map(bridge, "environment").Keys.Cast<string>(), k => Assert.Contains(k, SettingsReader.Known));
        Assert.Equal(ComposeFile.List(bridge, "secrets"), file.Secrets);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_others_need_does_not_come_to_the_bridge(string name) => Assert.All(ComposeFile.Read(name).Services, service =>
    {
        if (service.Key is not ("setup" or "bridge"))
        {
            Assert.False(service.Value.ContainsKey("env_file"), $"{service.Key} gets more than it needs.");
            return;
        }

        var file = Assert.IsType<Dictionary<object, object?>>(Assert.Single(ComposeFile.List(service.Value, "env_file")));
        Assert.Equal(("bridge.env", "false"), (file["path"], file["required"]));
    });

    [Fact]
    public void The_status_page_is_there_for_this_host_alone_and_with_a_password()
    {
        var services = ComposeFile.Read("docker/compose.yaml").Services;
        Assert.Equal(["127.0.0.1:${BRIDGE_PORT:-8090}:8090"], ComposeFile.List(services["bridge"], "ports"));
        Assert.Equal("/run/secrets/status_token", ComposeFile.Map(services["bridge"], "environment")["Bridge__StatusTokenFile"]);
        Assert.All(services.Values.SelectMany(s => ComposeFile.List(s, "ports")), p => Assert.Matches(@"^(127\.0\.0\.1|\$\{PUBLISH_ON:-127\.0\.0\.1\}):", (string)p));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_is_documented_with_its_default(string name)
    {
        var documented = EnvExample.Read();
        Assert.All(Variable().Matches(Repository.Read(name)), variable =>
        {
            var (key, value) = (variable.Groups[1].Value, variable.Groups[2].Value);
            Assert.Contains(key, documented.Keys);
            Assert.True(value.Length == 0 || documented[key] == value, $"{key} is {value} in {name}, and {documented[key]} in .env.example.");
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task Docker_itself_takes_it(string name)
    {
        Skip.IfNot(await EndsWellAsync("docker", ["compose", "version"]), "docker compose is not installed");
        var directory = Directory.CreateTempSubdirectory("redmine-bridge-compose-").FullName;
        try
        {
            File.Copy(Repository.PathOf("docker/.env.example"), Path.Combine(directory, ".env"));
            File.Copy(Repository.PathOf(name), Path.Combine(directory, "compose.yaml"));
            Assert.True(await EndsWellAsync("docker", ["compose", "-f", Path.Combine(directory, "compose.yaml"), "config", "-q"]));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<bool> EndsWellAsync(string program, IReadOnlyList<string> args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>By a version of two numbers or more.</summary>
    [GeneratedRegex(@"^[a-z0-9/.-]+:\d+\.\d+(\.\d+)?$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+):-([^}]*)\}")]
    private static partial Regex Variable();
}
