using System.Net;
using System.Text.Json.Nodes;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Slash commands and their buttons: the whole way of a call, on both stand-ins.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Mine_lists_open_tickets_for_the_caller_alone()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();

        var answer = await office.TypeAsync(office.Alice, "/redmine mine");

        var rows = Rows(answer);
        Assert.All(rows, r => Assert.Contains(office.RedmineUrl!.AbsoluteUri + "issues/", r, StringComparison.Ordinal));
        Assert.Equal([14 - 1, 7, 6, 2], rows.Select(Id).Order().Reverse());
        Assert.Contains(rows, r => r.Contains("(overdue)", StringComparison.Ordinal));
        Assert.Empty(office.World.EphemeralsFor(office.Bob));
    }

    [Fact]
    public async Task Who_may_view_tickets_nowhere_sees_none_and_nobody_else_notices()
    {
        await using var office = await Office.OpenAsync(prepareRedmine: world => world.Change(data => data with
        {
            // Ivan has no role but what everybody has.
            Members = data.Members.RemoveRange(data.Members.Values.Where(m => m.UserId == data.Users.Values.Single(u => u.Login == "ivan").Id).Select(m => m.Id)),
            Roles = data.Roles.SetItems(data.Roles.Values.Where(r => r.IsBuiltIn).Select(r => KeyValuePair.Create(r.Id, r with { Permissions = [] }))),
        }));
        await office.CommandsAreThereAsync();

        Assert.DoesNotContain("/issues/", await office.TypeAsync(office.Ivan, "/redmine mine"), StringComparison.Ordinal);
        await office.DoneAsync(office.Write(office.Ivan, "not for me: #t1"));
        await office.HealthAsync("redmine", "online");
        Assert.Contains("/issues/", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Created_lists_what_the_caller_asked_of_others_in_their_language()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();

        var answer = await office.TypeAsync(office.Ivan, "/integration_with_redmine my_tickets", "random");

        Assert.Contains("| № |", answer, StringComparison.Ordinal);
        Assert.Equal([3, 7], Rows(answer).Select(Id).Order());
    }

    [Fact]
    public async Task Pages_follow_each_other_by_number_and_by_button()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        office.GiveTasks("bob", 40);

        await office.TypeAsync(office.Bob, "/redmine mine");
        var first = office.World.EphemeralsFor(office.Bob)[^1];
        await office.Mattermost.PressAs(office.Bob, first, "next");
        var second = office.World.EphemeralsFor(office.Bob)[^1];
        var byButton = second.Message;
        var byNumber = await office.TypeAsync(office.Bob, "/redmine mine 2");

        Assert.Equal(Rows(byNumber), Rows(byButton));
        Assert.All(new[] { first, second }, p => Assert.Equal("redmine", p.Props.GetProperty("override_username").GetString()));
        Assert.Empty(Rows(first.Message).Intersect(Rows(byNumber)));
        Assert.EndsWith("Next: `/redmine mine 3`", byButton, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_what_there_is_and_where_the_bot_is_missing()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();

        Assert.DoesNotContain("/invite", await office.TypeAsync(office.Alice, "/redmine help"), StringComparison.Ordinal);
        Assert.EndsWith("`/invite @redmine`", await office.TypeAsync(office.Alice, "/redmine help", "random"), StringComparison.Ordinal);
        Assert.StartsWith("I don't know the command `dance`.", await office.TypeAsync(office.Alice, "/redmine dance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_posts_the_callers_text_where_the_bot_is_no_member()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();

        await office.Mattermost.ExecuteCommandAs(office.Bob, office.World.Channel("random"), "/redmine link See #t1 and #t13,\n  please");

        var post = office.World.PostsIn(office.World.Channel("random"))[^1];
        Assert.Equal((office.Bob.Id, $"See {office.Link(1)} and #t13,\n  please"), (post.UserId, post.Message));
        Assert.Contains("#t13", office.World.EphemeralsFor(office.Bob)[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_Redmine_is_acknowledged_and_the_answer_comes_later()
    {
        await using var office = await Office.OpenAsync(services: Office.TakeNoTime);
        await office.CommandsAreThereAsync();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Delay(TimeSpan.FromSeconds(2.5)), times: 1);

        Assert.StartsWith("Redmine is slow", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        await office.UntilAsync(w => Rows(w.EphemeralsFor(office.Alice)[^1].Message).Count > 0);
    }

    [Theory]
    [InlineData("tickets_for_me", 503, "Redmine doesn't answer")]
    [InlineData("mine", 401, "refuses the bridge's API key")]
    [InlineData("link #t1", 500, "Redmine doesn't answer")]
    public async Task Redmines_failure_is_a_sentence(string command, int status, string sentence)
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        office.Redmine.Faults.Inject(null, "/issues.json", new Fault.Answer(status));

        Assert.Contains(sentence, await office.TypeAsync(office.Alice, "/redmine " + command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_mapped_hears_whom_to_ask()
    {
        await using var office = await Office.OpenAsync(s => s with { Users = RedmineBridge.Actors.People.UserMap.Empty });
        await office.CommandsAreThereAsync();

        Assert.Contains("`alice=your_redmine_login`", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        Assert.Contains("`ivan=", await office.TypeAsync(office.Ivan, "/redmine мои"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_follow_the_bridge_to_its_new_address_and_into_new_teams()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        await office.StopBridgeAsync();
        office.Move();
        await office.StartBridgeAsync();
        await office.UntilAsync(w => w.Commands.All(c => c.Url.StartsWith(office.BridgeUrl.AbsoluteUri, StringComparison.Ordinal)));

        var yard = office.World.AddTeam("yard", "Yard");
        office.World.Join(yard, office.Alice);
        office.World.Join(yard, office.Bot);

        await office.UntilAsync(w => w.Commands.Count(c => c.TeamId == yard.Id) == 2);
        Assert.NotEmpty(Rows(await office.TypeAsync(office.Alice, "/redmine mine")));
    }

    [Fact]
    public async Task A_team_joined_while_the_socket_was_down_has_its_commands_once_the_bridge_listens_again()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        office.Mattermost.KillSockets(office.Bot);
        var yard = office.World.AddTeam("yard", "Yard");
        office.World.Join(yard, office.Bot);

        await office.UntilAsync(w => w.Commands.Count(c => c.TeamId == yard.Id) == 2);
    }

    [Fact]
    public async Task Without_the_right_it_runs_on_and_says_which_is_missing()
    {
        await using var office = await Office.OpenAsync(prepare: w => w.ChangeUser(w.User("redmine"), u => u with { Roles = ["system_user"] }));
        var post = office.Write(office.Alice, "Still links: #t1");
        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.RootId == post.Id));

        var commands = await office.HealthAsync("slash-commands", "degraded");
        Assert.Contains("manage_slash_commands", (string?)commands["detail"], StringComparison.Ordinal);
        Assert.Empty(office.World.Commands);
    }

    [Fact]
    public async Task Commands_that_an_administrator_registered_work_by_the_tokens_given()
    {
        MattermostCommand? given = null;
        await using var office = await Office.OpenAsync(
            s => s with { RegisterCommands = false, CommandTokens = [new GivenToken("office", "tickets", given!.Token)], Trigger = "tickets" },
            prepare: w => given = w.AddCommand(w.Teams[0], "tickets", new Uri("http://127.0.0.1:1/mattermost/command"), w.User("alice")));
        office.World.Redirect(given!, new Uri(office.BridgeUrl, "mattermost/command"));

        await office.UntilHeardAsync(() => office.PostCommandAsync(given!, office.Alice, "mine"), r => r.StatusCode == HttpStatusCode.OK);
        Assert.NotEmpty(Rows(await office.TypeAsync(office.Alice, "/tickets mine")));
        Assert.Single(office.World.Commands);
    }

    [Fact]
    public async Task A_renewed_token_is_learnt_when_the_old_one_no_longer_fits()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var renewed = office.World.RenewToken(office.World.Commands.Single(c => c.Trigger == "redmine"));

        await office.UntilHeardAsync(() => office.PostCommandAsync(renewed, office.Alice, "mine"), r => r.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Calls_that_prove_nothing_do_nothing()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var command = office.World.Commands.Single(c => c.Trigger == "redmine");
        var other = office.World.Commands.Single(c => c.Trigger != "redmine");
        office.Redmine.Requests.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await Status(command with { Token = "guessed" }));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(command with { Token = "" }));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(command with { Token = other.Token }));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(command with { TeamId = "another" }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Status(command, new string('x', 70_000)));
        Assert.Equal(HttpStatusCode.BadRequest, (await office.PostCommandAsync(command, office.Alice with { Id = "../../etc" }, "mine")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.PostAsync("mattermost/action", """{"user_id":"x","context":{"sealed":"forged"}}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.PostAsync("mattermost/action", "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await office.PostAsync("mattermost/action", "{")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await office.PostAsync("mattermost/dialog", """{"callback_id":"ticket","state":"forged","user_id":"x","submission":{}}""")).StatusCode);
        Assert.Empty(ByPeople(office));
        Assert.Equal(HttpStatusCode.OK, await Status(command));

        async Task<HttpStatusCode> Status(MattermostCommand call, string text = "mine") => (await office.PostCommandAsync(call, office.Alice, text)).StatusCode;
    }

    [Fact]
    public async Task A_button_works_for_nobody_else()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        office.GiveTasks("bob", 30);
        await office.TypeAsync(office.Bob, "/redmine mine");
        var seal = (string?)JsonNode.Parse(office.World.EphemeralsFor(office.Bob)[^1].Props.GetRawText())!["attachments"]![0]!["actions"]![0]!["integration"]!["context"]!["sealed"];
        office.Redmine.Requests.Clear();

        var stolen = await office.PostAsync("mattermost/action", new JsonObject
        {
            ["user_id"] = office.Alice.Id,
            ["channel_id"] = office.World.Channel("dev").Id,
            ["context"] = new JsonObject { ["sealed"] = seal },
        }.ToJsonString());

        Assert.Equal(HttpStatusCode.Forbidden, stolen.StatusCode);
        Assert.Empty(ByPeople(office));
    }

    /// <summary>What the bridge reads for itself it reads as the administrator.</summary>
    private static IEnumerable<SeenRequest> ByPeople(Office office) => office.Redmine.Requests.All.Where(r => r.As != "admin");

    private static List<string> Rows(string table) =>
        [.. table.Split('\n').Where(l => l.StartsWith("| [#", StringComparison.Ordinal))];

    private static int Id(string row) => int.Parse(row.AsSpan(4, row.IndexOf(']', StringComparison.Ordinal) - 4), System.Globalization.CultureInfo.InvariantCulture);
}
