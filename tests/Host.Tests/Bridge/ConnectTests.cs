using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A bridge without an administrator's key: everybody acts by their own.</summary>
public sealed class ConnectTests
{
    private static readonly Sentences Say = Sentences.In(Language.English);

    [Fact]
    public async Task Everybody_acts_by_their_own_key_and_one_that_was_replaced_is_its_persons_affair()
    {
        var people = new ConnectedPeople();
        await using var office = await Office.OpenAsync(
            s => s with { RedmineApiKey = null, Users = UserMap.Empty }, services: s => s.AddSingleton<IConnectedPeople>(people));
        await office.CommandsAreThereAsync();
        Assert.Equal(
            "Redmine answers; people's own keys are looked at with each of their calls.", (string?)(await office.HealthAsync("redmine", "online"))["detail"]);
        people.Connect(office, office.Alice);
        people.Connect(office, office.Bob);

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
        people.Connect(office, office.Bob);
        Assert.Contains("#", await office.TypeAsync(office.Bob, "/redmine mine"), StringComparison.Ordinal);

        Assert.Equal([null, "alice", "bob"], office.Redmine.Requests.All.Select(r => r.As).Distinct().Order());
    }

    private static Sandbox.Redmine.World.RedmineUser AccountOf(Office office, MattermostUser user) =>
        office.RedmineWorld.Data.Users.Values.Single(u => u.Login == user.Username);

    private sealed class ConnectedPeople : IConnectedPeople
    {
        private readonly ConcurrentDictionary<UserId, OwnKey> _own = new();

        public void Connect(Office office, MattermostUser user)
        {
            var (person, account) = (new UserId(user.Id), AccountOf(office, user));
            Assert.True(RedmineKey.TryParse(account.ApiKey, out var key));
            var seal = office.Services.GetRequiredService<IKeySeal>();
            _own[person] = new(person, new(account.Id, account.Login, account.Name, false), seal.Seal(person, key));
        }

        public Task<OwnKey?> FindAsync(UserId person, CancellationToken cancellation) => Task.FromResult(_own.GetValueOrDefault(person));
    }
}
