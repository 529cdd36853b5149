using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Host.Status;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Whose rights decide, who is told what, and what is never touched.</summary>
public sealed class LinkTests
{
    [Fact]
    public async Task References_become_links_and_nothing_else_changes()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "Look at #t1 and #т10, please; not at `#t2`.");

        Assert.Equal($"Look at {office.Link(1)} and {office.Link(10, "т")}, please; not at `#t2`.", await office.ChangedAsync(post));
    }

    [Fact]
    public async Task The_authors_own_rights_decide_and_missing_and_forbidden_sound_alike()
    {
        await using var office = await Office.OpenAsync();
        var mine = office.Write(office.Alice, "secret #t13");
        var his = office.Write(office.Bob, "secret #t13 and open #t1");
        var missing = office.Write(office.Bob, "missing #t999 and open #t1");

        Assert.Equal($"secret {office.Link(13)}", await office.ChangedAsync(mine));
        Assert.Equal($"secret #t13 and open {office.Link(1)}", await office.ChangedAsync(his));
        Assert.Equal($"missing #t999 and open {office.Link(1)}", await office.ChangedAsync(missing));
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Bob)).Count == 2);
        var told = office.DirectMessages(office.Bob).Select(p => p.Message.Split('\n')[0]).Order().ToArray();
        Assert.Equal(told[0].Replace("#t13", "#t999", StringComparison.Ordinal), told[1]);
        Assert.Empty(office.World.PostsIn(office.Direct(office.Alice)));
    }

    [Fact]
    public async Task Where_the_server_lets_the_bot_whisper_it_is_said_under_the_post_to_its_author_alone()
    {
        await using var office = await Office.OpenAsync(prepare: w => w.ChangeUser(w.User("redmine"), u => u with { Roles = ["system_user", "system_admin"] }));
        office.Write(office.Ivan, "нет такой #t999 и #t998");

        await office.UntilAsync(w => w.EphemeralsFor(office.Ivan).Count == 1);
        Assert.Contains("#t999, #t998", office.World.EphemeralsFor(office.Ivan)[0].Message, StringComparison.Ordinal);
        Assert.Empty(office.World.PostsIn(office.Direct(office.Ivan)));
        Assert.Empty(office.World.EphemeralsFor(office.Alice));
    }

    [Fact]
    public async Task Who_is_not_mapped_hears_it_once_a_day_however_many_posts()
    {
        await using var office = await Office.OpenAsync(s => s with { Users = UserMap.Parse("bob=bob", out _) });
        foreach (var i in Enumerable.Range(1, 5))
            office.Write(office.Alice, $"post {i} #t1");
        var last = office.Write(office.Bob, "and mine #t1");

        await office.ChangedAsync(last);
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Count > 0);
        office.Write(office.Alice, "one more #t1");
        await office.ChangedAsync(office.Write(office.Bob, "and one more of mine #t10"));
        Assert.Contains("`alice=your_redmine_login`", Assert.Single(office.DirectMessages(office.Alice)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(office.World.PostsIn(office.World.Channel("dev")), p => p.UserId == office.Alice.Id && p.Message.Contains('[', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_not_mapped_is_not_told_again_after_a_restart()
    {
        await using var office = await Office.OpenAsync(s => s with { Users = UserMap.Parse("bob=bob", out _) });
        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(office.Ivan, "раз #t1")));
        await office.StopBridgeAsync();
        await office.StartBridgeAsync();

        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(office.Ivan, "два #t1")));
        Assert.Contains("`ivan=ваш_логин_redmine`", Assert.Single(office.DirectMessages(office.Ivan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redmines_long_absence_is_said_once_and_then_all_is_linked()
    {
        await using var office = await Office.OpenAsync(
            services: s => s.AddSingleton(new SessionSettings(Language.English) { LinksMayWait = TimeSpan.FromMilliseconds(500) }));
        var direct = office.Direct(office.Alice);
        await office.Redmine.StopAsync();
        var posts = Enumerable.Range(1, 3).Select(i => office.Write(office.Alice, $"{i}: #t1")).ToArray();
        await office.UntilAsync(w => w.PostsIn(direct).Count > 0);
        await office.Redmine.StartAsync();

        foreach (var post in posts)
            Assert.EndsWith($": {office.Link(1)}", await office.ChangedAsync(post), StringComparison.Ordinal);
        Assert.StartsWith("Redmine doesn't answer at the moment.", Assert.Single(office.DirectMessages(office.Alice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_made_during_the_look_up_is_not_overwritten()
    {
        await using var office = await Office.OpenAsync();
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task), times: 1);
        office.Redmine.Requests.Clear();
        var post = office.Write(office.Alice, "look at #t1");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);

        office.World.EditAs(office.Alice, post, "look at #t1 and #t10, it is urgent");
        release.SetResult();

        await office.UntilAsync(w => w.Post(post.Id).Message == $"look at {office.Link(1)} and {office.Link(10)}, it is urgent");
    }

    [Fact]
    public async Task A_post_is_read_once_and_then_written_at_once()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "warm up #t1"));
        office.Mattermost.Requests.Clear();
        var post = office.Write(office.Alice, "look at #t10");
        await office.ChangedAsync(post);

        Assert.Equal(
            [$"GET /api/v4/posts/{post.Id}", $"PUT /api/v4/posts/{post.Id}/patch"],
            office.Mattermost.Requests.All.Where(r => r.As == "redmine" && r.Path.Contains(post.Id, StringComparison.Ordinal)).Select(r => $"{r.Method} {r.Path}"));
    }

    [Fact]
    public async Task A_reference_put_back_to_plain_by_its_author_stays_plain_and_a_new_one_is_linked()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "see #t1");
        await office.ChangedAsync(post);

        await office.EditAsync(office.Alice, post, "see #t1 (plain, please) and #t10");
        await office.UntilAsync(w => w.Post(post.Id).Message == $"see #t1 (plain, please) and {office.Link(10)}");
    }

    [Fact]
    public async Task Deleted_and_foreign_posts_are_left_in_peace()
    {
        await using var office = await Office.OpenAsync();
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task), times: 1);
        office.Redmine.Requests.Clear();
        var deleted = office.Write(office.Alice, "look at #t1");
        var robot = office.World.AddBot("robot");
        office.World.Join(office.World.Teams[0], robot);
        office.World.Join(office.World.Channel("dev"), robot);
        var byBot = office.Write(robot, "robots say #t1");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);
        office.World.DeleteAs(office.Alice, deleted);
        release.SetResult();

        await office.ChangedAsync(office.Write(office.Alice, "a later one #t10"));
        Assert.Equal("robots say #t1", office.World.Post(byBot.Id).Message);
        Assert.Equal("look at #t1", office.World.Post(deleted.Id).Message);
        Assert.Empty(office.DirectMessages(office.Alice));
    }

    [Fact]
    public async Task What_integrations_and_the_bot_itself_write_is_never_touched()
    {
        await using var office = await Office.OpenAsync();
        var byHook = await office.PostWithPropsAsync(office.Alice, "an integration says #t1", new() { ["from_webhook"] = "true" });
        var byUs = office.Write(office.Bot, "the bot says #t1");

        await office.ChangedAsync(office.Write(office.Alice, "a later one #t10"));
        await office.StopBridgeAsync();
        Assert.Equal("an integration says #t1", office.World.Post(byHook).Message);
        Assert.Equal("the bot says #t1", office.World.Post(byUs.Id).Message);
    }

    [Fact]
    public async Task A_second_pass_changes_nothing_and_says_nothing_again()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "see #t1 and not #t999");
        var linked = await office.ChangedAsync(post);
        await office.DoneAsync(post);
        await office.StopBridgeAsync();
        // The next start reads the last seconds again.
        await office.StartBridgeAsync();
        await office.ChangedAsync(office.Write(office.Alice, "a later one #t10"));
        await office.StopBridgeAsync();

        Assert.Equal((linked, 1), (office.World.Post(post.Id).Message, office.EditsOf(post)));
        Assert.Single(office.DirectMessages(office.Alice));
    }

    [Theory]
    [InlineData("alice", "I left #t999 as plain text: there is no such ticket, or you may not see it. Correct the number in your message and I'll try again.")]
    [InlineData("ivan", "Я не сделал ссылку из #t999: такой задачи нет, или она вам не видна. Исправьте номер в сообщении, и я попробую снова.")]
    public async Task It_is_said_in_the_authors_language_and_a_corrected_number_is_linked(string login, string said)
    {
        await using var office = await Office.OpenAsync();
        var author = office.World.User(login);
        var post = office.Write(author, "see #t999");
        await office.UntilAsync(w => w.PostsIn(office.Direct(author)).Count == 1);
        Assert.Equal(said, office.DirectMessages(author)[0].Message.Split('\n')[0]);

        await office.EditAsync(author, post, "see #t10");
        await office.UntilAsync(w => w.Post(post.Id).Message == $"see {office.Link(10)}");
        Assert.Single(office.DirectMessages(author));
    }

    [Fact]
    public async Task In_reply_mode_each_ticket_is_answered_once_in_its_thread()
    {
        await using var office = await Office.OpenAsync(s => s with { LinksMode = LinksMode.Reply });
        var root = office.Write(office.Alice, "see #t1");
        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Count(p => p.RootId == root.Id) == 1);
        office.Write(office.Bob, "again #t1 and #t10", root: root);

        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.UserId == office.Bot.Id && p.Message == office.Link(10)));
        Assert.Equal([office.Link(1), office.Link(10)], office.World.PostsIn(office.World.Channel("dev")).Where(p => p.UserId == office.Bot.Id).OrderBy(p => p.CreateAt).Select(p => p.Message));
        Assert.Equal("see #t1", office.World.Post(root.Id).Message);
    }

    [Fact]
    public async Task Without_the_right_to_edit_it_replies_and_health_says_what_to_grant()
    {
        await using var office = await Office.OpenAsync(prepare: w => w.ChangeUser(w.User("redmine"), u => u with { Roles = ["system_user"] }));
        var post = office.Write(office.Alice, "see #t1");

        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.RootId == post.Id && p.Message == office.Link(1)));
        Assert.Contains("edit_others_posts", (string?)(await office.HealthAsync("links", "degraded"))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_too_old_to_be_edited_gets_its_links_in_a_reply_and_others_are_edited_all_the_same()
    {
        await using var office = await Office.OpenAsync();
        const string tooOld = """{"id":"api.post.update_post.permissions_time_limit.app_error","message":"Post edit is only allowed for 300 seconds.","status_code":400}""";
        office.Mattermost.Faults.Inject("PUT", "/api/v4/posts", new Fault.Answer(400, tooOld), times: 1);
        var post = office.Write(office.Alice, "see #t1");
        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.RootId == post.Id && p.Message == office.Link(1)));

        Assert.Equal($"see {office.Link(10)}", await office.ChangedAsync(office.Write(office.Alice, "see #t10")));
        Assert.Equal("see #t1", office.World.Post(post.Id).Message);
    }

    [Fact]
    public async Task What_burns_on_reading_is_neither_edited_nor_answered_nor_asked_about()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        office.Redmine.Requests.Clear();
        office.Mattermost.Requests.Clear();
        // A real server shows its text to few; here all can see it, and still nothing happens. Tickets 13 and 999 would be refused aloud.
        var burning = office.World.PostAs(office.Bob, office.World.Channel("dev"), "see #t10, #t13 and #t999", type: "burn_on_read");
        await office.ChangedAsync(office.Write(office.Bob, "after #t1"));
        await office.StopBridgeAsync();
        var missed = office.World.PostAs(office.Bob, office.World.Channel("dev"), "also #t10 and #t999", type: "burn_on_read");
        await office.StartBridgeAsync();
        await office.ChangedAsync(office.Write(office.Bob, "at last #t1"));

        Assert.Equal(("see #t10, #t13 and #t999", 0), (office.World.Post(burning.Id).Message, office.EditsOf(burning)));
        Assert.Equal(("also #t10 and #t999", 0), (office.World.Post(missed.Id).Message, office.EditsOf(missed)));
        Assert.DoesNotContain(office.World.AllRowsIn(office.World.Channel("dev")), p => p.RootId == burning.Id || p.RootId == missed.Id);
        Assert.Empty(office.World.PostsIn(office.Direct(office.Bob)));
        Assert.DoesNotContain(office.Mattermost.Requests.All, r => r.Path.Contains(burning.Id, StringComparison.Ordinal) || r.Path.Contains(missed.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(office.Redmine.Requests.All, r => r.ToString().Contains("999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Switched_off_it_touches_nothing_and_the_command_still_links()
    {
        await using var office = await Office.OpenAsync(s => s with { LinksMode = LinksMode.Off });
        await office.CommandsAreThereAsync();
        var post = office.Write(office.Alice, "see #t1");

        await office.Mattermost.ExecuteCommandAs(office.Alice, office.World.Channel("dev"), "/redmine link #t1");

        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.Message == office.Link(1)));
        Assert.Equal("see #t1", office.World.Post(post.Id).Message);
    }

    [Fact]
    public async Task Thirty_posts_at_once_cost_far_fewer_calls()
    {
        await using var office = await Office.OpenAsync();
        var numbers = office.Services.GetRequiredService<StatusNumbers>();
        office.Redmine.Requests.Clear();
        var allAreThere = new TaskCompletionSource();
        using var held = office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(allAreThere.Task), times: 1);
        var posts = Enumerable.Range(1, 30).Select(i => office.Write(office.Alice, $"{i}: #t{(i % 12) + 1}")).ToArray();
        await Look.UntilAsync(() => numbers.Now(BridgeMetrics.PostsUnderWay) == posts.Length, Office.Patience, seen: () => $"{numbers.Now(BridgeMetrics.PostsUnderWay)}");
        allAreThere.SetResult();

        foreach (var post in posts)
            await office.ChangedAsync(post);
        Assert.InRange(office.Redmine.Requests.All.Count(r => r.Query.Contains("issue_id=", StringComparison.Ordinal)), 1, 10);
    }
}
