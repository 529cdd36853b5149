namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>What the whole stack does before anybody may come in: passwords for each service, and none that is known to everybody.</summary>
public sealed class FirstRunTests : IDisposable
{
    private const string Postgres = "999:999";
    private const string Redmine = "999:999";
    private const string Bridge = "1654:1654";

    /// <summary>What each service is given, and the account that alone reads it.</summary>
    private static readonly (string Service, string Account, string[] Secrets)[] Given =
    [
        ("postgres", Postgres, ["postgres_password", "mattermost_db_password", "redmine_db_password"]),
        ("mattermost-first-run", Redmine, ["provisioner_password", "admin_password"]),
        ("redmine-first-run", Redmine, ["redmine_db_password", "redmine_secret_key_base", "admin_password"]),
        ("redmine", Redmine, ["redmine_db_password", "redmine_secret_key_base"]),
        ("setup", Bridge, ["provisioner_password"]),
        ("bridge", Bridge, ["status_token"]),
    ];

    private readonly FirstRunScript _script = new();

    [Fact]
    public async Task Each_service_is_given_its_own_secrets_and_a_second_time_the_same()
    {
        _script.Make(["first-run", "secrets", "mattermost-config", "secrets-of/redmine-key", .. Given.Select(g => $"secrets-of/{g.Service}")]);

        Assert.Equal((0, ""), await _script.RunAsync("bash", "secrets.sh"));

        var owners = _script.Last("chown");
        var modes = _script.Last("chmod");
        foreach (var (service, account, secrets) in Given)
        {
            Assert.Equal(secrets.Order(StringComparer.Ordinal), Names(service));
            foreach (var name in secrets)
            {
                Assert.Matches(@"^[A-Za-z0-9_-]{32}\n\z", _script.Read("secrets-of", service, name));
                Assert.Equal(account, owners[$"/secrets-of/{service}/{name}"]);
                Assert.Equal("400", modes[$"/secrets-of/{service}/{name}"]);
            }
        }

        Assert.Equal(("999:1654", "640"), (owners["/secrets-of/redmine-key/redmine_api_key"], modes["/secrets-of/redmine-key/redmine_api_key"]));
        Assert.Equal("700", modes["/secrets"]);
        Assert.Contains($"mattermost:{_script.Read("secrets-of/postgres/mattermost_db_password").Trim()}@postgres", _script.Read("mattermost-config/config.json"), StringComparison.Ordinal);

        _script.Write("secrets-of/redmine-key/redmine_api_key", "key");
        var before = All();
        Assert.Equal((0, ""), await _script.RunAsync("bash", "secrets.sh"));
        Assert.Equal(before, All());

        // A mail server's is nobody's but Redmine's, and only where somebody has put it there.
        _script.Write("secrets/smtp_password", "of-the-mail-server");
        Assert.Equal((0, ""), await _script.RunAsync("bash", "secrets.sh"));
        Assert.Equal("of-the-mail-server", _script.Read("secrets-of/redmine/smtp_password"));
        Assert.Equal((Redmine, "400"), (_script.Last("chown")["/secrets-of/redmine/smtp_password"], _script.Last("chmod")["/secrets-of/redmine/smtp_password"]));
        Assert.Single(Directory.GetFiles(_script.PathOf("secrets-of"), "smtp_password", SearchOption.AllDirectories));
    }

    /// <summary>As where the repository was cloned with a umask of 077.</summary>
    [Theory]
    [InlineData("first-run", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)]
    [InlineData("first-run/databases.sh", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    public async Task Scripts_that_the_services_can_not_read_end_it_before_anything_is_made(string closed, UnixFileMode mode)
    {
        _script.Make("first-run", "secrets");
        _script.Write("first-run/databases.sh", "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_script.PathOf(closed), mode);

        var (code, said) = await _script.RunAsync("bash", "secrets.sh");

        Assert.Equal(1, code);
        Assert.Contains($"/{closed}. ", said, StringComparison.Ordinal);
        Assert.Contains("chmod -R a+rX docker/first-run", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_script.PathOf("secrets")));
    }

    [Fact]
    public void No_service_sees_what_another_was_given()
    {
        var file = ComposeFile.Read("docker/compose.yaml");
        var mounts = file.Services.SelectMany(s => ComposeFile.List(s.Value, "volumes").Cast<string>().Select(v => (s.Key, v.Split(':')[0], Mount: v))).ToLookup(m => m.Item2);

        Assert.Equal(["secrets"], mounts["secrets"].Select(m => m.Key));
        Assert.Equal(["redmine-first-run", "secrets", "setup"], mounts["redmine-key"].Select(m => m.Key).Order(StringComparer.Ordinal));
        foreach (var (service, _, secrets) in Given)
        {
            var volume = $"{service}-secrets";
            Assert.Equal(
                new[] { ("secrets", $"{volume}:/secrets-of/{service}"), (service, $"{volume}:/run/secrets:ro") },
                mounts[volume].Select(m => (m.Key, m.Mount)).OrderByDescending(m => m.Key == "secrets"));
            var wanted = ComposeFile.Map(file.Services[service], "environment").Values.OfType<string>()
                .Where(v => v.StartsWith("/run/secrets/", StringComparison.Ordinal))
                .Select(v => v["/run/secrets/".Length..]);
            Assert.Empty(wanted.Except(secrets));
        }

        Assert.Equal(Given.Length, file.Services.Count(s => ComposeFile.List(s.Value, "volumes").Any(v => ((string)v).Contains(":/run/secrets", StringComparison.Ordinal))));
    }

    [Fact]
    public void Redmine_listens_only_after_its_first_run()
    {
        var services = ComposeFile.Read("docker/compose.yaml").Services;
        var condition = (Dictionary<object, object?>)ComposeFile.Map(services["redmine"], "depends_on")["redmine-first-run"]!;

        Assert.Equal("service_completed_successfully", condition["condition"]);
        Assert.False(ComposeFile.Map(services["redmine-first-run"], "environment").ContainsKey("REDMINE_NO_DB_MIGRATE"));
        // Without the first run it has no tables, and so no admin either.
        Assert.Equal("1", ComposeFile.Map(services["redmine"], "environment")["REDMINE_NO_DB_MIGRATE"]);
    }

    [SkippableTheory]
    [InlineData("admin", "", "of-the-stack", "")]
    [InlineData("of-the-stack", "", "of-the-stack", "")]
    [InlineData("somebody-elses", "", "somebody-elses", "somebody else has set it up")]
    [InlineData("changed-by-its-owner", "key-of-before", "changed-by-its-owner", "")]
    [InlineData("admin", "key-of-before", "of-the-stack", "")]
    public async Task Nobody_else_has_the_administrators_password(string present, string key, string after, string refusal)
    {
        Skip.IfNot(File.Exists("/usr/bin/ruby"), "ruby is not installed");
        _script.Write("password", "of-the-stack\n");
        _script.Write("key", key);
        // As much of Redmine as the script asks for.
        _script.Write("before.rb", $$"""
            require 'uri'
            Admin = Struct.new(:login, :password, :password_confirmation, :must_change_passwd, :language, :mail, :api_key) do
              def check_password?(given) = password == given
              def save! = File.write('{{_script.PathOf("saved")}}', password)
            end
            ADMIN = Admin.new('admin', '{{present}}', nil, true, nil, 'a@example.org', 'its-key')
            class User; def self.find_by_login(_) = ADMIN; end
            class Setting
              class << self; attr_accessor :rest_api_enabled, :host_name, :protocol; end
              self.host_name = 'localhost:3000'
            end
            class Project; def self.none? = false; end
            module Redmine; module DefaultData; class Loader; def self.no_data? = false; end; end; end
            at_exit { File.write('{{_script.PathOf("after")}}', ADMIN.password) }
            """);

        var (code, said) = await _script.RunAsync(
            "ruby", "redmine.rb", ("ADMIN_PASSWORD_FILE", _script.PathOf("password")), ("API_KEY_FILE", _script.PathOf("key")), ("REDMINE_PUBLIC_URL", "http://localhost:3000"));

        Assert.Contains(refusal, said, StringComparison.Ordinal);
        Assert.Equal(after, _script.Read("after"));
        Assert.Equal(present != after, File.Exists(_script.PathOf("saved")));
        Assert.Equal(refusal.Length == 0 ? (0, "its-key") : (1, key), (code, _script.Read("key")));
    }

    public void Dispose() => _script.Dispose();

    private IEnumerable<string> Names(string service) => Directory.GetFiles(_script.PathOf("secrets-of", service)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private List<(string, string)> All() => [.. Directory.GetFiles(_script.PathOf("secrets-of"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f)))];
}
