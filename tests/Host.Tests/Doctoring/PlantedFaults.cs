using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Doctoring;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Doctoring;

/// <summary>The table. <c>docs/troubleshoot.md</c> has the same sentences.</summary>
internal static class PlantedFaults
{
    /// <summary>Nobody listens there.</summary>
    private static string Nowhere { get; } = Patient.FreePort;

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("wrong Redmine key", "redmine", Level.Red, "Redmine refuses Redmine__ApiKey", "Copy the API access key of an administrator again")
        {
            Settings = _ => new() { ["Redmine__ApiKey"] = new string('0', 40) },
        },
        new("key of a person who is no administrator", "redmine", Level.Red, "who is no administrator", "Take the API access key of an administrator")
        {
            Settings = p => new() { ["Redmine__ApiKey"] = p.Office.RedmineWorld.Data.Users.Values.Single(u => u.Login == "bob").ApiKey },
        },
        new("REST off", "redmine", Level.Red, "REST web service is switched off", "switch on Enable REST web service")
        {
            Plant = p =>
            {
                p.Office.RedmineWorld.Change(d => d with { RestEnabled = false });
                return new Patient.Undo(() => p.Office.RedmineWorld.Change(d => d with { RestEnabled = true }));
            },
        },
        new("Redmine down", "redmine", Level.Red, "Redmine does not answer at", "Start Redmine, or correct Redmine__Url")
        {
            Settings = _ => new() { ["Redmine__Url"] = Patient.FreePort },
        },
        new("another program at Redmine's public address", "redmine", Level.Yellow, "where this machine doesn't find Redmine", "else correct Redmine__PublicUrl")
        {
            Settings = p => new() { ["Redmine__PublicUrl"] = p.Office.Mattermost.Url.AbsoluteUri },
        },
        new("no field for marks", "redmine", Level.Yellow, "Redmine has no custom field", "a field of the format text, for all projects and trackers")
        {
            Settings = _ => new() { ["Redmine__Mark"] = "field", ["Redmine__MarkField"] = "Nowhere" },
        },
        new("Mattermost down", "mattermost", Level.Red, "Mattermost does not answer at", "Start Mattermost, or correct Mattermost__Url")
        {
            Settings = _ => new() { ["Mattermost__Url"] = Patient.FreePort },
        },
        new("another program in Mattermost's place", "mattermost", Level.Red, "is no Mattermost", "Correct Mattermost__Url")
        {
            Settings = p => new() { ["Mattermost__Url"] = p.Office.RedmineUrl!.AbsoluteUri },
        },
        new("token refused", "mattermost", Level.Red, "or the bot is deactivated, as bots are with the account that owns them", "create a new token for the bot")
        {
            Settings = _ => new() { ["Mattermost__Token"] = "abcdefghijklmnopqrstuvwxyz" },
        },
        new("token of a person", "mattermost", Level.Red, "who is a person and no bot", "Create a bot account")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Office.World.IssueToken(p.Office.Alice) },
        },
        new("bot is System Admin", "mattermost", Level.Yellow, "is a System Admin", "set its role to Member and switch on post:all")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Bot("system_user", "system_admin") },
        },
        new("bot in no team", "mattermost", Level.Red, "is in no team", "mmctl team users add")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Office.World.IssueToken(p.Office.World.AddBot("lonely")) },
        },
        new("no right to edit", "mattermost", Level.Yellow, "may not edit the messages of others", "mmctl permissions add system_post_all edit_others_posts")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Bot("system_user") },
            Also = ["manage_slash_commands"],
        },
        new("no right to register commands", "mattermost", Level.Yellow, "may not register the commands", "set Commands__Register=off and Commands__TokensFile")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Bot("system_user"), ["Links__Mode"] = "reply" },
        },
        new("right to register commands by its name before 11.2", "mattermost", Level.Yellow, "may not register the commands", "mmctl permissions add system_post_all manage_own_slash_commands")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Bot("system_user", "system_post_all_public"), ["Links__Mode"] = "reply" },
            Plant = p =>
            {
                p.Office.World.Grant("system_post_all_public", "manage_slash_commands");
                var version = p.Set(s => s with { Version = "11.2.0" });
                return new Patient.Undo(() =>
                {
                    version.Dispose();
                    p.Office.World.Revoke("system_post_all_public", "manage_slash_commands");
                });
            },
        },
        new("commands switched off", "mattermost", Level.Red, "Custom slash commands are switched off", "set Enable Custom Slash Commands to true")
        {
            Plant = p => p.Set(s => s with { EnableCommands = false }),
        },
        new("bots switched off", "mattermost", Level.Yellow, "Bot accounts are switched off", "set Enable Bot Account Creation to true")
        {
            Settings = p => new() { ["Mattermost__Token"] = p.Office.World.IssueToken(p.Office.Alice) },
            Plant = p => p.Set(s => s with { EnableBotAccountCreation = false }),
            Also = ["Mattermost__Token"],
        },
        new("Site URL not set", "mattermost", Level.Yellow, "Site URL is not set", "set Site URL to the address that people use")
        {
            Plant = p => p.Set(s => s with { SiteUrl = null }),
        },
        new("Site URL of another server", "mattermost", Level.Yellow, "another host than Mattermost__Url has", "Else correct Mattermost__Url, or Site URL")
        {
            Plant = p => p.Set(s => s with { SiteUrl = new(Patient.FreePort.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)) }),
        },
        new("WebSockets not resumed", "mattermost", Level.Yellow, "A lost WebSocket can't be resumed", "\"EnableReliableWebSockets\": true")
        {
            Plant = p => p.Set(s => s with { EnableReliableWebSockets = false }),
        },
        new("version not known", "mattermost", Level.Yellow, "the bridge is made for 5.37 to 12", "Look whether there is a newer bridge")
        {
            Plant = p => p.Set(s => s with { Version = "13.0.0" }),
            // The bot's right is called otherwise there.
            Also = ["manage_own_slash_commands"],
        },
        new("upgrade swallowed", "mattermost", Level.Red, "a proxy before Mattermost swallows the header `Upgrade`", "proxy_set_header Upgrade $http_upgrade;")
        {
            Plant = p => p.Office.Mattermost.Faults.Inject("GET", "/api/v4/websocket", new Fault.Answer(400)),
        },
        new("page in place of a WebSocket", "mattermost", Level.Red, "answered with status 200 in place of an upgrade", "`reverse_proxy mattermost:8065`")
        {
            Plant = p => p.Office.Mattermost.Faults.Inject("GET", "/api/v4/websocket", new Fault.Answer(200, "<html>", "text/html")),
        },
        new("clock off by an hour", "mattermost", Level.Red, "Mattermost's clock is 60 minutes ahead of this machine's", "timedatectl set-ntp true")
        {
            Plant = p =>
            {
                p.Clock.By = TimeSpan.FromHours(1);
                return new Patient.Undo(() => p.Clock.By = TimeSpan.Zero);
            },
        },
        new("command of somebody else", "commands", Level.Red, "belongs to a command of @bob", "set Commands__Trigger to another word")
        {
            Settings = _ => new() { ["Commands__Trigger"] = "deploy" },
            Plant = p =>
            {
                p.Office.World.AddCommand(p.Office.World.Teams[0], "deploy", new("http://127.0.0.1:9/deploy?key=1"), p.Office.Bob);
                return new Patient.Undo(() => { });
            },
        },
        new("wrong token in the tokens file", "commands", Level.Red, "in Commands__TokensFile is not the command's", "Copy the command's token")
        {
            Settings = p => new() { ["Commands__Register"] = "off", ["Commands__TokensFile"] = p.File("office redmine abcdefghijklmnopqrstuvwxyz\n") },
        },
        new("word without a door", "commands", Level.Yellow, "No door has /redmine", "or set Commands__Register to auto")
        {
            Settings = _ => new() { ["Commands__Register"] = "off" },
        },
        new("App not installed", "commands", Level.Yellow, "The App is not installed", "/apps install http")
        {
            Settings = _ => new() { ["Commands__Register"] = "off", ["Apps__Secret"] = Office.AppsSecret },
        },
        new("Apps on a version without them", "commands", Level.Yellow, "Mattermost has no Apps any more", "Remove Apps__Secret")
        {
            Settings = _ => new() { ["Commands__Register"] = "off", ["Apps__Secret"] = Office.AppsSecret },
            Plant = p => p.Set(s => s with { Version = "12.0.0" }),
        },
        new("token of a command renewed", "public-url", Level.Red, "it does not know the command's token", "Wait half a minute and run doctor again")
        {
            Settings = _ => new() { ["Commands__Trigger"] = "integration_with_redmine" },
            Plant = p =>
            {
                p.Office.World.RenewToken(FirstVersions(p));
                return new Patient.Undo(() => { });
            },
            // The bridge has looked after its commands, and does not do so in the middle of another fault.
            After = p => p.Office.UntilHeardAsync(() => p.Office.PostCommandAsync(FirstVersions(p), p.Office.Alice, "help"), r => r.IsSuccessStatusCode),
        },
        new("another program at the public URL", "public-url", Level.Red, "Another program than the bridge answers with status 404", "have the proxy there lead /mattermost/ to the bridge")
        {
            Settings = p => new() { ["Bridge__PublicUrl"] = p.Office.RedmineUrl!.AbsoluteUri },
            Plant = p => Redirect(p, p.Office.RedmineUrl!),
        },
        new("nobody at the public URL", "public-url", Level.Red, "neither to Mattermost nor to this machine", "Correct Bridge__PublicUrl to where Mattermost's machine finds the bridge")
        {
            Settings = p => new() { ["Bridge__PublicUrl"] = Nowhere },
            Plant = p => Redirect(p, new(Nowhere)),
        },
        new("address forbidden", "public-url", Level.Red, "so most likely \"address forbidden\"", "\"AllowedUntrustedInternalConnections\": \"127.0.0.1\"")
        {
            Plant = p => p.Set(s => s with { AllowedUntrustedInternalConnections = "" }),
        },
        new("address forbidden, and said", "public-url", Level.Red, ": address forbidden.", "\"AllowedUntrustedInternalConnections\": \"127.0.0.1\"")
        {
            Plant = p => p.Set(s => s with { AllowedUntrustedInternalConnections = "", DeveloperMode = true }),
        },
        new("no bridge runs", "public-url", Level.Yellow, "No bridge runs", "Start the bridge and run doctor again")
        {
            Settings = _ => new() { ["Bridge__ListenUrl"] = Nowhere },
            Also = ["office /redmine", "office /integration_with_redmine"],
        },
        new("port taken", "bridge", Level.Red, "Another program listens at", "set Bridge__ListenUrl to a free port")
        {
            Settings = p => new() { ["Bridge__ListenUrl"] = p.Office.RedmineUrl!.AbsoluteUri, ["Bridge__PublicUrl"] = p.Office.BridgeUrl.AbsoluteUri },
        },
        new("address of another machine", "bridge", Level.Red, "this machine has no such address", "Set Bridge__ListenUrl to an address of this machine")
        {
            // Kept for documentation: no machine has it.
            Settings = p => new() { ["Bridge__ListenUrl"] = "http://192.0.2.1:8090", ["Bridge__PublicUrl"] = p.Office.BridgeUrl.AbsoluteUri },
        },
        new("pair in the wrong order", "people", Level.Yellow, "the pair is in the wrong order", "Write it as `zoe=z.z`")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice;z.z=zoe" },
            Plant = p =>
            {
                p.Office.World.AddUser("zoe");
                p.Office.RedmineWorld.AddUser("z.z", "Zoe", "Z");
                return new Patient.Undo(() => { });
            },
        },
        new("unknown in Mattermost", "people", Level.Yellow, "Mattermost has no user `nobody`", "Correct the login or remove the entry")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice;nobody=bob" },
        },
        new("unknown in Redmine", "people", Level.Yellow, "Redmine has no account `nosuch`", "Correct the login or create the account")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice;bob=nosuch" },
        },
        new("account locked in Redmine", "people", Level.Yellow, "is locked in Redmine", "Unlock it or remove the entry")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice;eve=e.locked" },
            Plant = p =>
            {
                p.Office.World.AddUser("eve");
                p.Office.RedmineWorld.AddUser("e.locked", "Eve", "Locked", with: u => u with { IsLocked = true });
                return new Patient.Undo(() => { });
            },
        },
        new("line there twice", "people", Level.Yellow, "has `ivan` already, and counts", "Correct or remove that line")
        {
            Settings = p => new() { ["Users__File"] = p.File("ivan=ivan\nivan=bob\n"), ["Users__Map"] = "alice=alice" },
        },
        new("account shared by two", "people", Level.Yellow, "so that both act as one person", "Give each an account of their own")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice;bob=alice" },
        },
        new("login tied to another account", "people", Level.Yellow, "than when it was first seen, and is not believed", "redmine-bridge confirm alice")
        {
            Settings = _ => new() { ["Users__Map"] = "alice=alice" },
            Plant = p =>
            {
                p.Office.World.SwapNames(p.Office.Alice, p.Office.Bob);
                return new Patient.Undo(() => p.Office.World.SwapNames(p.Office.Alice, p.Office.Bob));
            },
        },
        new("map empty", "people", Level.Yellow, "The map of people is empty", "Write lines of mattermost_login=redmine_login")
        {
            Settings = _ => new() { ["Users__Map"] = "" },
        },
        new("database can only be read", "database", Level.Red, "can only be read", "without Mode=ReadOnly")
        {
            Settings = p => new() { ["Bridge__Database"] = $"{p.Office.Database};Mode=ReadOnly" },
        },
        new("database of a newer version", "database", Level.Red, "The database has version 99", "Start the newer bridge again, or restore a backup")
        {
            Settings = p => new() { ["Bridge__Database"] = $"Data Source={Newer(p)}" },
        },
        new("no database", "database", Level.Red, "is not a database", "else restore a backup")
        {
            Settings = p => new() { ["Bridge__Database"] = $"Data Source={p.File(new string('x', 4096))}" },
        },
        new("directory of the database missing", "database", Level.Red, "and it can't be created", "Create its directory and give it to the bridge's account")
        {
            Settings = p => new() { ["Bridge__Database"] = $"Data Source={p.File("a file")}/bridge.db", ["Bridge__ListenUrl"] = Nowhere },
            Also = ["office /redmine", "office /integration_with_redmine", "Bridge__PublicUrl"],
        },
        new("another database than the running bridge's", "database", Level.Yellow, "it has another database than doctor looks at", "Run doctor in the bridge's working directory")
        {
            Settings = p => new() { ["Bridge__Database"] = $"Data Source={p.File("")}.db" },
        },
        new("settings file that all can read", "settings", Level.Yellow, "Every account of this machine can read", "chmod 600")
        {
            File = p => p.File(
                $$"""{"Redmine:ApiKey":"{{p.Office.RedmineKey}}"}""", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead),
        },
        new("secret in a file that all can read", "settings", Level.Yellow, "Every account of this machine can read", "chmod 600")
        {
            Settings = p => new()
            {
                ["Redmine__ApiKey"] = "",
                ["Redmine__ApiKeyFile"] = p.File(p.Office.RedmineKey, UnixFileMode.UserRead | UnixFileMode.OtherRead),
            },
        },
        new("secret in a file that a group can read", "settings", Level.Yellow, "The accounts of a group can read", "Else make it the file's owner")
        {
            Settings = p => new()
            {
                ["Redmine__ApiKey"] = "",
                ["Redmine__ApiKeyFile"] = p.File(p.Office.RedmineKey, UnixFileMode.UserRead | UnixFileMode.GroupRead),
            },
        },
        new("database that all can read", "settings", Level.Yellow, "Every account of this machine can read", "chmod 600")
        {
            Settings = p => new() { ["Bridge__Database"] = $"Data Source={p.File("", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead)}" },
        },
        new("journal of a database that all can read", "settings", Level.Yellow, "-wal, and secrets stand in it", "chmod 600")
        {
            Settings = p =>
            {
                var path = p.File("");
                File.Move(p.File("", UnixFileMode.UserRead | UnixFileMode.OtherRead), $"{path}-wal");
                return new() { ["Bridge__Database"] = $"Data Source={path}" };
            },
        },
    ];

    private static MattermostCommand FirstVersions(Patient patient) => patient.Office.World.Commands.Single(c => c.Trigger == "integration_with_redmine");

    /// <summary>As a bridge with a wrong address has registered its commands.</summary>
    private static Patient.Undo Redirect(Patient patient, Uri url)
    {
        var world = patient.Office.World;
        var ours = world.Commands.Where(c => c.Trigger is "redmine" or "integration_with_redmine").ToList();
        foreach (var command in ours)
            world.Redirect(command, new(url, "mattermost/command"));
        return new(() => ours.ForEach(c => world.Redirect(c, new(c.Url))));
    }

    private static string Newer(Patient patient)
    {
        var path = patient.File("");
        using var database = new SqliteConnection($"Data Source={path}");
        database.Open();
        using var command = new SqliteCommand("CREATE TABLE schema_version (version integer NOT NULL PRIMARY KEY); INSERT INTO schema_version VALUES (99)", database);
        command.ExecuteNonQuery();
        return path;
    }
}
