using System.Net;
using System.Net.NetworkInformation;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>What is there, and what of it is to be done.</summary>
public sealed class SetupPlanTests
{
    private static readonly SetupOptions Options = new() { SettingsPath = "/etc/bridge/appsettings.json" };

    private static readonly BridgeSettings Settings = new()
    {
        MattermostUrl = new("https://chat.example.org"),
        MattermostToken = "",
        RedmineUrl = new("https://redmine.example.org"),
        RedmineApiKey = "",
        RedminePublicUrl = new("https://redmine.example.org"),
        ListenUrl = new("http://0.0.0.0:8090"),
        PublicUrl = new("http://bridge.internal:8090"),
        Database = "",
        Language = Language.English,
        TimeZone = TimeZoneInfo.Utc,
        Users = UserMap.Empty,
        Trigger = "redmine",
        RegisterCommands = true,
        LinksMode = LinksMode.Edit,
    };

    /// <summary>Where setup has been before.</summary>
    private static readonly MattermostFindings All = new()
    {
        Admin = new("a", "admin") { Roles = ["system_admin"] },
        Version = new(5, 37, 0),
        SiteUrl = "https://chat.example.org",
        BotsCanBeMade = true,
        CommandsAreOn = true,
        InternalConnections = "bridge.internal",
        BotName = "redmine",
        Bot = new("b", "redmine") { IsBot = true, Roles = ["system_user", "system_post_all"] },
        Token = TokenState.Good,
        Role = new("r", "system_post_all", ["create_post", "edit_others_posts", "manage_slash_commands", "create_post_ephemeral"]),
        Teams = [("t", "office"), ("u", "works")],
        BotTeams = new HashSet<string> { "t", "u" },
        Commands = [.. new[] { "t", "u" }.SelectMany(t => new[] { "redmine", "integration_with_redmine" }.Select(w =>
            new SlashCommand($"{t}{w}", t, w, "http://bridge.internal:8090/mattermost/command", "b")))],
    };

    [Fact]
    public void Where_all_is_there_nothing_is_to_be_done() =>
        Assert.All(Plan(All), line => Assert.Equal((PlanState.There, null), (line.State, line.Step)));

    [Fact]
    public void From_nothing_each_step_comes_after_those_that_it_needs()
    {
        var plan = Plan(All with
        {
            SiteUrl = "",
            BotsCanBeMade = false,
            CommandsAreOn = false,
            InternalConnections = "wiki.internal",
            Bot = null,
            Token = TokenState.Missing,
            Role = new("r", "system_post_all", ["create_post"]),
            BotTeams = new HashSet<string>(),
            Channels = [new("office/dev", "t", "c", false)],
            Commands = [],
        });

        Assert.Equal(
            [
                typeof(Step.Switch), typeof(Step.Switch), typeof(Step.Switch), typeof(Step.Switch), typeof(Step.CreateBot), typeof(Step.ExtendRole), typeof(Step.ExtendRole),
                typeof(Step.SetBotRoles), typeof(Step.JoinTeam), typeof(Step.JoinTeam), typeof(Step.JoinChannel), typeof(Step.MakeToken), typeof(Step.RegisterCommands),
            ],
            plan.Select(l => l.Step?.GetType()));
        Assert.Equal("wiki.internal bridge.internal", (string?)plan.Select(l => l.Step).OfType<Step.Switch>().Last().Value);
    }

    [Fact]
    public void System_Admin_is_taken_and_every_other_role_stays()
    {
        var step = Assert.Single(Steps(All with { Bot = All.Bot! with { Roles = ["system_user", "system_admin", "system_read_only_admin"] } }));

        Assert.Equal(["system_user", "system_read_only_admin", "system_post_all"], Assert.IsType<Step.SetBotRoles>(step).Wanted);
    }

    [Fact]
    public void A_bot_of_somebody_elses_is_theirs_no_more_before_it_gets_rights()
    {
        var mallory = new MattermostAccount("m", "mallory");
        var found = All with { BotOwner = new("m", mallory), BotGoesWithItsOwner = true, Bot = All.Bot! with { IsActive = false, Roles = ["system_user"] } };

        var plan = SetupPlan.OfMattermost(Options, Settings, found, null, new(["t1", "t2"], 0));

        Assert.Equal([typeof(Step.AssignBot), typeof(Step.RevokeTokens), typeof(Step.EnableBot), typeof(Step.SetBotRoles)], plan.Select(l => l.Step?.GetType()).OfType<Type>());
        Assert.Contains(plan, l => l.Text == "activate the bot @redmine, owned by @mallory; 2 other access tokens");
        Assert.Contains(plan, l => l.State == PlanState.Note && l.Text.StartsWith("@redmine belongs to @admin: when that account is deactivated", StringComparison.Ordinal));
    }

    [Theory]
    // An administrator's, a plugin's; and where the server doesn't deactivate bots with their owners.
    [InlineData(true, false, true, 1)]
    [InlineData(false, true, true, 0)]
    [InlineData(true, false, false, 0)]
    public void Whose_the_bot_is_is_said_where_that_matters(bool isAdmin, bool isPlugin, bool goesAlong, int notes)
    {
        var owner = new BotOwner("o", isPlugin ? null : new("o", "root") { Roles = isAdmin ? ["system_admin"] : [] });

        var plan = Plan(All with { BotOwner = owner, BotGoesWithItsOwner = goesAlong });

        Assert.DoesNotContain(plan, l => l.Step is not null);
        Assert.Equal(notes, plan.Count(l => l.State == PlanState.Note));
        Assert.Contains(plan, l => l.Text == $"the bot @redmine, owned by {(isPlugin ? "the plugin o" : "@root")}");
    }

    [Theory]
    // Live ones, those that setup has made (the one of the settings is "own"), whether the settings' is good: those revoked, and those that can't be told apart.
    [InlineData("a own", "own", true, "a", 0)]
    [InlineData("own", "own", true, "", 0)]
    [InlineData("a", "", true, "", 0)]
    [InlineData("a b", "", true, "", 2)]
    [InlineData("a b other", "other", true, "", 2)]
    [InlineData("a b", "", false, "a b", 0)]
    [InlineData("a lost", "lost", false, "a", 0)]
    public void Only_tokens_are_revoked_that_are_known_not_to_be_the_settings(string live, string made, bool isGood, string revoked, int unclear)
    {
        var deeds = Words(made).Select(m => new Deed(DeedKind.TokenMade, m, "redmine") { Bot = "b", After = [SafeFile.DigestOf($"token {m}")] }).ToList();

        var tokens = BotTokens.Of(Words(live), deeds, isGood ? "token own" : null, isGood);

        Assert.Equal((revoked, unclear), (string.Join(' ', tokens.Others), tokens.Unclear));

        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("11.1.9", "manage_slash_commands")]
    [InlineData("11.2.0", "manage_own_slash_commands")]
    [InlineData("12.0.0", "manage_own_slash_commands")]
    public void The_right_to_register_commands_is_called_as_the_version_calls_it(string version, string permission)
    {
        var step = Assert.Single(Steps(All with { Version = Version.Parse(version), Role = All.Role with { Permissions = ["create_post", "edit_others_posts", "create_post_ephemeral"] } }));

        Assert.Equal([permission], Assert.IsType<Step.ExtendRole>(step).Added);
    }

    [Fact]
    public void What_the_server_has_refused_is_asked_for_again_only_of_another_version()
    {
        var found = All with { Role = All.Role with { Permissions = ["create_post", "edit_others_posts", "manage_slash_commands"] } };

        Assert.Empty(SetupPlan.OfMattermost(Options, Settings, found, "5.37.0", BotTokens.None).Select(l => l.Step).OfType<Step>());
        Assert.Single(SetupPlan.OfMattermost(Options, Settings, found, "5.36.0", BotTokens.None).Select(l => l.Step).OfType<Step.ExtendRole>(), s => s.IsOptional);
    }

    [Fact]
    public void Teams_that_were_named_are_joined_and_no_others_but_for_a_channel()
    {
        var found = All with { BotTeams = new HashSet<string>(), Commands = [], Channels = [new("works/dev", "u", "c", false)] };

        Assert.Equal(["t", "u"], SetupPlan.OfMattermost(Options with { Teams = ["office"] }, Settings, found, null, BotTokens.None).Select(l => l.Step).OfType<Step.JoinTeam>().Select(j => j.Id));
        Assert.Equal(["t"], SetupPlan.OfMattermost(Options with { Teams = ["office"] }, Settings, found with { Channels = [] }, null, BotTokens.None).Select(l => l.Step).OfType<Step.JoinTeam>().Select(j => j.Id));
    }

    [Theory]
    // Ours, at an address that the bridge had before.
    [InlineData("http://old:8090/mattermost/command", "somebody", true, false)]
    [InlineData("http://old:8090/other", "b", true, false)]
    [InlineData("http://other.internal/tickets", "somebody", false, true)]
    public void A_command_that_is_there_is_corrected_or_left_alone(string url, string creator, bool isCorrected, bool isTaken)
    {
        var plan = Plan(All with { Commands = [.. All.Commands.Skip(1), new("x", "t", "redmine", url, creator)] });

        Assert.Equal((isCorrected, isTaken), (plan.Any(l => l.Step is Step.RegisterCommands), plan.Any(l => l is { State: PlanState.Impossible, Blocks: false })));
    }

    [Fact]
    public void Commands_that_an_administrator_registers_are_left_to_them_and_no_right_is_given_for_them()
    {
        var plan = SetupPlan.OfMattermost(Options, Settings with { RegisterCommands = false }, All with { Commands = [], CommandsAreOn = false, Role = All.Role with { Permissions = ["create_post", "edit_others_posts", "create_post_ephemeral"] } }, null, BotTokens.None);

        Assert.DoesNotContain(plan, l => l.Step is not null);
    }

    [Fact]
    public void Switches_stay_where_that_is_wished()
    {
        var plan = SetupPlan.OfMattermost(Options with { KeepsSwitches = true }, Settings, All with { CommandsAreOn = false, SiteUrl = "", InternalConnections = "" }, null, BotTokens.None);

        Assert.Equal((3, 0), (plan.Count(l => l.State == PlanState.Note), plan.Count(l => l.Step is not null)));
    }

    [Theory]
    // Listed: the host as it stands in the address, or a network with all its addresses.
    [InlineData("bridge.internal", "10.0.0.5", "bridge.internal", true)]
    [InlineData("a, bridge.internal\tb", "", "bridge.internal", true)]
    [InlineData("10.0.0.0/8", "10.0.0.5", "bridge.internal", true)]
    [InlineData("10.0.0.0/8", "10.0.0.5 192.168.0.1", "bridge.internal", false)]
    [InlineData("*", "10.0.0.5", "bridge.internal", false)]
    [InlineData("xbridge.internal", "", "bridge.internal", false)]
    public void What_Mattermost_may_call_is_listed_exactly(string list, string addresses, string host, bool isCovered) =>
        Assert.Equal(isCovered, InternalConnections.Covers(list, host, Addresses(addresses)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:10.0.0.5", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("fd00::1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("93.184.216.34", false)]
    [InlineData("93.184.216.34 10.0.0.5", true)]
    // A host that is not found here.
    [InlineData("", true)]
    public void An_address_of_the_own_network_is_known(string addresses, bool isInside) =>
        Assert.Equal(isInside, InternalConnections.IsInside(Addresses(addresses), Addresses("93.184.216.1")));

    [Theory]
    // Both names lead to one machine, whose address is public.
    [InlineData("93.184.216.34", "93.184.216.34", true)]
    [InlineData("2001:db8::1 93.184.216.34", "127.0.0.1 ::ffff:93.184.216.34", true)]
    [InlineData("93.184.216.34", "93.184.216.35", false)]
    // Mattermost's name is not found here.
    [InlineData("93.184.216.34", "", false)]
    public void The_machine_of_Mattermost_itself_is_listed_whatever_its_address(string bridge, string mattermost, bool isListed)
    {
        var steps = Steps(All with { InternalConnections = "", BridgeAddresses = Addresses(bridge), MattermostAddresses = Addresses(mattermost) });

        Assert.Equal(isListed ? ["bridge.internal"] : [], steps.OfType<Step.Switch>().Select(s => (string?)s.Value));
    }

    [Fact]
    public async Task Of_this_machine_all_addresses_are_known_and_a_name_that_is_not_found_has_none()
    {
        var others = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address);

        Assert.Subset((await InternalConnections.FindMachineAsync("localhost", CancellationToken.None)).ToHashSet(), others.ToHashSet());
        Assert.Empty(await InternalConnections.FindMachineAsync("nobody.invalid", CancellationToken.None));
        Assert.Empty(await InternalConnections.FindMachineAsync(new string('x', 300), CancellationToken.None));
    }

    private static IReadOnlyList<PlanLine> Plan(MattermostFindings found) => SetupPlan.OfMattermost(Options, Settings, found, null, BotTokens.None);

    private static IEnumerable<Step> Steps(MattermostFindings found) => Plan(found).Select(l => l.Step).OfType<Step>();

    private static IReadOnlyList<IPAddress> Addresses(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
