using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Whoever somebody is called in Mattermost, they act as themselves alone, and some don't act at all.</summary>
public sealed class IdentityTests
{
    private static readonly Sentences Say = Sentences.In(Language.English);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_swap_their_names_are_nobody_until_an_administrator_has_confirmed_both(bool haveUsedTheBridge)
    {
        using var log = new RecordedLog();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<ILoggerProvider>(log));
        await office.CommandsAreThereAsync();
        var (first, second) = (office.Alice, office.Bob);
        if (haveUsedTheBridge)
        {
            await office.UntilSaidAsync(first, "/redmine mine", IsList);
            await office.UntilSaidAsync(second, "/redmine mine", IsList);
        }
        else
        {
            await office.HealthAsync("people-map", "online");
        }

        office.World.SwapNames(first, second);
        (first, second) = (office.World.User("bob"), office.World.User("alice"));

        await office.UntilSaidAsync(first, "/redmine mine", t => t == Say.Format("PinnedToAnother", "bob"));
        await office.UntilSaidAsync(second, "/redmine mine", t => t == Say.Format("PinnedToAnother", "alice"));
        // What Alice alone may see.
        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(second, "see #t13")));
        await Look.UntilAsync(() => log.Lines.Any(IsHint), Office.Patience, seen: () => string.Join('\n', log.Lines));
        Assert.Single(log.Lines, IsHint);
        if (!haveUsedTheBridge)
            await office.HealthAsync("people-map", "degraded");

        bool IsHint(string line) => line.Contains("redmine-bridge confirm alice", StringComparison.Ordinal) && line.Contains(second.Id, StringComparison.Ordinal);

        foreach (var (login, now, before) in new[] { ("alice", second, first), ("@Bob", first, second) })
        {
            var (code, said) = await ConfirmAsync(office, login);
            Assert.Equal(
                (0, $"`{now.Username}` is the Mattermost account {now.Id} from now on, and acts as `{now.Username}` in Redmine; it was {before.Id}, called `{before.Username}` now. A running bridge knows it within 30 seconds."),
                (code, said));
        }

        await office.UntilSaidAsync(first, "/redmine mine", IsList);
        await office.UntilSaidAsync(second, "/redmine mine", IsList);
        Assert.Equal($"as alice {office.Link(13)}", await office.ChangedAsync(office.Write(second, "as alice #t13")));
        Assert.Equal(LinkOutcome.Refused, await office.DoneAsync(office.Write(first, "as bob #t13")));
    }

    [Fact]
    public async Task What_can_not_be_confirmed_is_said_in_one_sentence()
    {
        await using var office = await Office.OpenAsync(s => s with { Users = Actors.People.UserMap.Parse("alice=alice;nobody=ivan", out _) });
        await office.HealthAsync("people-map", "degraded");

        Assert.Equal((1, "`carol` is not in the map of people: write it as it stands in Users__Map or Users__File."), await ConfirmAsync(office, "carol"));
        Assert.Equal(
            (1, "Nobody was seen as `nobody` yet, so there is nothing to confirm; if that is wrong, look whether Bridge__Database is the running bridge's."),
            await ConfirmAsync(office, "nobody"));
        Assert.Equal(
            (1, $"`alice` is the account {office.Alice.Id} that it was first seen as, so there is nothing to confirm."), await ConfirmAsync(office, "alice"));
        office.World.ChangeUser(office.Alice, u => u with { Username = "alice.gone" });
        Assert.Equal(
            (1, "Mattermost has no user `alice`, so there is nobody to confirm; rename or create the account first."), await ConfirmAsync(office, "alice"));
        Assert.Equal(
            (2, "The bridge can't start with these settings:\n  Users__Guests is maybe, but must be one of: off, on."),
            await ConfirmAsync(office, "alice", "--Users:Guests=maybe"));
        var (code, said) = await ConfirmAsync(office, "alice", "--Mattermost:Url=http://127.0.0.1:1");
        Assert.Equal(1, code);
        Assert.StartsWith("Mattermost can't be asked who has `alice`, so nothing was changed: users/usernames: ", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task In_PostgreSQL_a_login_is_pinned_and_confirmed_too()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var office = await Office.OpenAsync(s => s with { Database = database.ConnectionString });
        await office.CommandsAreThereAsync();
        await office.HealthAsync("people-map", "online");
        office.World.SwapNames(office.Alice, office.Bob);
        await office.UntilSaidAsync(office.Alice, "/redmine mine", t => t == Say.Format("PinnedToAnother", "alice"));

        Assert.Equal(0, (await ConfirmAsync(office, "alice", $"--Bridge:Database={database.ConnectionString}")).Code);
        await office.UntilSaidAsync(office.Alice, "/redmine mine", IsList);
    }

    [Fact]
    public async Task Bots_deactivated_accounts_and_guests_do_not_act()
    {
        await using var office = await Office.OpenAsync(
            s => s with { Users = Actors.People.UserMap.Parse("alice=alice;bob=bob;ivan=ivan;robot=alice", out _) },
            prepare: w => w.Join(w.Teams[0], w.AddBot("robot")));
        await office.CommandsAreThereAsync();
        var command = office.World.Commands.First(c => c.Trigger == "redmine");
        var robot = office.World.User("robot");
        var gone = office.World.ChangeUser(office.Bob, u => u with { DeleteAt = 1 });
        var guest = office.World.ChangeUser(office.Alice, u => u with { Roles = ["system_guest"] });

        foreach (var nobody in new[] { robot, gone })
        {
            await office.UntilHeardAsync(
                () => office.PostCommandAsync(command, nobody, "mine"),
                async heard => (string?)(await heard.Content.ReadFromJsonAsync<JsonNode>())?["text"] == Say["MayNotAct"]);
        }

        Assert.Equal(LinkOutcome.Nothing, await office.DoneAsync(Ask(gone)));
        Ask(robot);
        // Heard after it.
        await office.ChangedAsync(office.Write(office.Ivan, "see #t1"));
        Assert.Single(office.World.PostsIn(office.Direct(gone)));
        Assert.Single(office.World.PostsIn(office.Direct(robot)));

        await office.UntilSaidAsync(guest, "/redmine mine", t => t == Say["GuestsMayNotAct"]);
        await office.DoneAsync(Ask(guest));
        Assert.Equal(Say["GuestsMayNotAct"], office.World.PostsIn(office.Direct(guest))[^1].Message);
        Assert.EndsWith(Say["GuestsMayNotAct"], await office.TypeAsync(guest, "/redmine help"), StringComparison.Ordinal);

        MattermostPost Ask(MattermostUser user) => office.World.PostAs(user, office.Direct(user), "Fix the tap @ivan tomorrow");
    }

    private static bool IsList(string text) => text.Contains("| [#", StringComparison.Ordinal);

    private static Task<(int Code, string Said)> ConfirmAsync(Office office, string login, params string[] more) =>
        office.CommandLineAsync(["confirm", login, "--Users:Map=alice=alice;bob=bob;nobody=ivan", .. more]);
}
