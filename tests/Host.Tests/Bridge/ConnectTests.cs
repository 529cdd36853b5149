using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Faults;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.Integrations;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A bridge without an administrator's key: everybody acts by their own.</summary>
public sealed class ConnectTests
{
    private static readonly Sentences Say = Sentences.In(Language.English);

    [Fact]
    public async Task Everybody_acts_by_their_own_key_and_one_that_was_replaced_is_its_persons_affair()
    {
        await using var office = await Office.OpenAsync(ByOwnKeys);
        await office.CommandsAreThereAsync();
        Assert.Equal(
            "Redmine answers; people's own keys are looked at with each of their calls.", (string?)(await office.HealthAsync("redmine", "online"))["detail"]);
        Assert.Equal("You are connected to Redmine as Alice Morgan (alice): from now on I act there in your name. `disconnect` ends that.", await ConnectAsync(office, office.Alice));
        await ConnectAsync(office, office.Bob);

        // What Alice alone may see.
        Assert.Equal($"by me {office.Link(13)}", await office.ChangedAsync(office.Write(office.Alice, "by me #t13")));
        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(office.Bob, "by him #t13")));
        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(office.Ivan, "by nobody #t1")));
        Assert.StartsWith(Sentences.In(Language.Russian)["NotConnected"], office.DirectMessages(office.Ivan)[^1].Message, StringComparison.Ordinal);
        var dialog = await office.TicketFormAsync("By a key of one's own");
        await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []);
        await office.UntilAsync(_ => office.RedmineWorld.Data.Issues.Values.Any(i => i.Subject == "By a key of one's own"));
        var made = office.RedmineWorld.Data.Issues.Values.Single(i => i.Subject == "By a key of one's own");
        Assert.Equal("alice", office.RedmineWorld.Data.Users[made.AuthorId].Login);

        office.RedmineWorld.Change(d => d with { Users = d.Users.SetItem(AccountOf(office, office.Bob).Id, AccountOf(office, office.Bob) with { ApiKey = new string('b', 40) }) });
        Assert.Equal(Say["OwnKeyRefused"], await office.TypeAsync(office.Bob, "/redmine mine"));
        Assert.DoesNotContain(Say["OwnKeyRefused"], await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        await office.HealthAsync("redmine", "online");
        await ConnectAsync(office, office.Bob);
        Assert.Contains("#", await office.TypeAsync(office.Bob, "/redmine mine"), StringComparison.Ordinal);

        Assert.Equal([null, "alice", "bob"], office.Redmine.Requests.All.Select(r => r.As).Distinct().Order());
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_key_is_looked_at_stored_sealed_and_forgotten(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(s => ByOwnKeys(store.In(s)));
        await office.CommandsAreThereAsync();
        Assert.Equal(Say["NotConnected"], await office.TypeAsync(office.Alice, "/redmine mine"));
        var dialog = await KeyFormAsync(office, office.Alice);
        Assert.Equal("password", dialog.Element("key").Subtype);

        var answer = await SubmitAsync(office, office.Alice, dialog, "not a key");
        Assert.Equal(Say["KeyMalformed"], answer.Errors["key"]);
        Assert.Equal(Say["KeyUnknown"], (await SubmitAsync(office, office.Alice, dialog, new string('c', 40))).Error);
        Assert.StartsWith("You are connected", await ConnectAsync(office, office.Alice), StringComparison.Ordinal);
        Assert.Equal(Say["KeyOfAnother"], (await SubmitAsync(office, office.Bob, await KeyFormAsync(office, office.Bob), AccountOf(office, office.Alice).ApiKey)).Error);
        Assert.Equal(Say["NotConnected"], await office.TypeAsync(office.Bob, "/redmine mine"));

        await office.StopBridgeAsync();
        await office.StartBridgeAsync();
        await office.UntilHeardAsync(() => office.GetAsync("health/ready"), r => r.IsSuccessStatusCode);
        await office.CommandsAreThereAsync();
        Assert.Contains("#", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        Assert.Contains("You are connected as alice", (await KeyFormAsync(office, office.Alice)).IntroductionText, StringComparison.Ordinal);

        Assert.Equal(Say["Disconnected"], await office.TypeAsync(office.Alice, "/redmine disconnect"));
        Assert.Equal(Say["NotConnected"], await office.TypeAsync(office.Alice, "/redmine mine"));
        Assert.Equal(Say["DisconnectedNothing"], await office.TypeAsync(office.Alice, "/redmine disconnect"));
        // Its account is free again, and goes with all the rest that is forgotten.
        await SubmitAsync(office, office.Bob, await KeyFormAsync(office, office.Bob), AccountOf(office, office.Alice).ApiKey);
        Assert.Contains("#", await office.TypeAsync(office.Bob, "/redmine mine"), StringComparison.Ordinal);
        Assert.Equal(Say["Forgotten"], await office.TypeAsync(office.Bob, "/redmine forget me"));
        Assert.Equal(Say["NotConnected"], await office.TypeAsync(office.Bob, "/redmine mine"));
    }

    [Fact]
    public async Task In_the_direct_message_a_button_opens_the_form_and_a_key_that_was_said_goes_nowhere()
    {
        await using var office = await Office.OpenAsync(ByOwnKeys);
        var talk = new Conversation(office, office.Alice);

        await talk.PlayAsync(["connect"]);
        Assert.True(talk.HasSaid(Say["KeyWanted"]));
        var dialog = await office.DialogAsync(office.Alice, () => talk.PressAsync(Say["KeyButton"]));
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, talk.Channel, dialog, new() { ["key"] = AccountOf(office, office.Alice).ApiKey });
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await office.UntilAsync(_ => talk.HasSaid("You are connected to Redmine as"));

        await talk.PlayAsync(["new", $"connect {AccountOf(office, office.Alice).ApiKey}", AccountOf(office, office.Alice).ApiKey]);
        Assert.True(talk.HasSaid("That looks like an API access key."));
        Assert.DoesNotContain(office.DirectMessages(office.Alice), p => p.Message.Contains(AccountOf(office, office.Alice).ApiKey, StringComparison.Ordinal));
        Assert.Equal(0, await office.CountAsync($"SELECT COUNT(*) FROM journal WHERE CAST(message AS text) LIKE '%{AccountOf(office, office.Alice).ApiKey}%'"));
    }

    [Fact]
    public async Task Who_has_not_connected_is_assigned_by_name_once_the_person_was_asked()
    {
        await using var office = await Office.OpenAsync(ByOwnKeys);
        await office.CommandsAreThereAsync();
        await ConnectAsync(office, office.Alice);
        var talk = new Conversation(office, office.Alice);
        var bob = AccountOf(office, office.Bob).Id;

        // A form.
        var dialog = await office.TicketFormAsync("By name in a form");
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new() { ["assignee"] = office.Bob.Id });
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await office.UntilAsync(w => w.EphemeralsFor(office.Alice).Any(p => p.Message == Say.Format("TalkAsks", "redmine")));
        await office.UntilAsync(_ => talk.HasSaid("Bob Fisher in Redmine?"));
        Assert.DoesNotContain(office.RedmineWorld.Data.Issues.Values, i => i.Subject == "By name in a form");
        await talk.PressAsync(Say["CreateButton"]);
        Assert.Equal(bob, (await MadeAsync("By name in a form")).AssignedToId);

        // A sentence.
        await talk.PlayAsync(["By name in a sentence in project Demo @bob", "yes"]);
        Assert.Equal(bob, (await MadeAsync("By name in a sentence")).AssignedToId);

        // A list, and somebody of whose name there is nobody in the project.
        office.World.AddUser("eve", "Eve", "Adams");
        await talk.PlayAsync(["1. By name in a list @bob\n2. By no name @eve"]);
        Assert.True(talk.HasSaid("bob: Bob Fisher"), talk.Written);
        Assert.True(talk.HasSaid("by the name Eve Adams I find nobody"), talk.Written);
        await talk.PressAsync("Create the good one");
        Assert.Equal(bob, (await MadeAsync("By name in a list")).AssignedToId);

        async Task<Sandbox.Redmine.World.RedmineIssue> MadeAsync(string subject)
        {
            await office.UntilAsync(_ => office.RedmineWorld.Data.Issues.Values.Any(i => i.Subject == subject));
            return office.RedmineWorld.Data.Issues.Values.Single(i => i.Subject == subject);
        }
    }

    [Fact]
    public async Task Where_a_map_says_who_is_who_there_is_nothing_to_connect()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();

        Assert.Equal(Say["KeysNotUsed"], await office.TypeAsync(office.Alice, "/redmine connect"));
        Assert.Equal(Say["KeysNotUsed"], await office.TypeAsync(office.Alice, "/redmine disconnect"));
    }

    internal static BridgeSettings ByOwnKeys(BridgeSettings settings) => settings with { RedmineApiKey = null, Users = UserMap.Empty };

    /// <returns>What the person is told.</returns>
    private static async Task<string> ConnectAsync(Office office, MattermostUser user)
    {
        var form = await KeyFormAsync(office, user);
        var before = office.World.EphemeralsFor(user).Count;
        var answer = await SubmitAsync(office, user, form, AccountOf(office, user).ApiKey);
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await office.UntilAsync(w => w.EphemeralsFor(user).Count > before);
        return office.World.EphemeralsFor(user)[^1].Message;
    }

    private static Task<OpenedDialog> KeyFormAsync(Office office, MattermostUser user) => office.DialogAsync(user, "/redmine connect");

    private static Task<DialogAnswer> SubmitAsync(Office office, MattermostUser user, OpenedDialog dialog, string key) =>
        office.Mattermost.SubmitDialogAs(user, office.World.Channel("dev"), dialog, new() { ["key"] = key });

    private static Sandbox.Redmine.World.RedmineUser AccountOf(Office office, MattermostUser user) =>
        office.RedmineWorld.Data.Users.Values.Single(u => u.Login == user.Username);
}
