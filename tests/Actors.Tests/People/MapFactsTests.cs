using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.People;

public sealed class MapFactsTests
{
    private static readonly Dictionary<string, ChatUser> Users = new ChatUser[]
    {
        User("alice"), User("bob"), User("ivan"), User("zoe"), User("left") with { IsDeactivated = true }, User("robot") with { IsBot = true },
        // Was called frank when the map first met him.
        User("franklin"), User("newcomer"),
    }.ToDictionary(u => u.Username == "franklin" ? "frank" : u.Username);

    private static readonly Dictionary<string, UserId> Pins = new() { ["alice"] = new("alice"), ["frank"] = new("franklin"), ["newcomer"] = new("gone") };

    private static readonly Dictionary<string, AccountStatus> Accounts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a.smith"] = AccountStatus.Active, ["bob"] = AccountStatus.Active, ["z.lock"] = AccountStatus.Locked, ["i.new"] = AccountStatus.Registered,
    };

    [Theory]
    [InlineData("alice=a.smith;bob=BOB")]
    [InlineData("")]
    // Who was renamed keeps the line of the map.
    [InlineData("frank=a.smith")]
    public void What_both_servers_know_is_right(string map) => Assert.Empty(FindingsIn(map));

    [Theory]
    [InlineData("nobody=a.smith", "`nobody=a.smith`: Mattermost has no user `nobody`; correct the login or remove the entry")]
    [InlineData("left=a.smith", "`left=a.smith`: the account of `left` is deactivated in Mattermost; activate it or remove the entry")]
    [InlineData("robot=a.smith", "`robot=a.smith`: `robot` is a bot in Mattermost, and bots don't act; name a person or remove the entry")]
    [InlineData("alice=a.smyth", "`alice=a.smyth`: Redmine has no account `a.smyth`; correct the login or create the account")]
    [InlineData("zoe=Z.Lock", "`zoe=Z.Lock`: the account `Z.Lock` is locked in Redmine; unlock it or remove the entry")]
    [InlineData("ivan=i.new", "`ivan=i.new`: the account `i.new` was registered in Redmine but never activated; activate it or remove the entry")]
    [InlineData("a.smith=alice", "`a.smith=alice`: the pair is in the wrong order; write it as `alice=a.smith`")]
    [InlineData("a.smith=Bob", "`a.smith=Bob`: the pair is in the wrong order; write it as `Bob=a.smith`")]
    [InlineData(
        "newcomer=a.smith",
        "`newcomer=a.smith`: another Mattermost account has the login `newcomer` than when it was first seen, and is not believed; "
        + "if it shall be, confirm it with `redmine-bridge confirm newcomer`")]
    public void What_is_wrong_is_said_with_what_to_do(string map, string finding) =>
        Assert.Equal($"Users__Map, entry 1 {finding}", Assert.Single(FindingsIn(map)));

    [Fact]
    public void Both_sides_can_be_wrong() => Assert.Equal(
        [
            "Users__Map, entry 2 `left=nobody`: the account of `left` is deactivated in Mattermost; activate it or remove the entry",
            "Users__Map, entry 2 `left=nobody`: Redmine has no account `nobody`; correct the login or create the account",
        ],
        FindingsIn("bob=bob;left=nobody"));

    [Theory]
    [InlineData("a.smith=nobody", 2)]
    [InlineData("nobody=bob", 1)]
    public void Half_of_a_pair_the_other_way_round_is_none(string map, int findings)
    {
        var said = FindingsIn(map);

        Assert.Equal(findings, said.Count);
        Assert.DoesNotContain(said, f => f.Contains("order", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_people_with_one_account_are_told_of_each_other() => Assert.Equal(
        "Users__Map, entry 3 `zoe=A.Smith`: `A.Smith` is the account of `alice` too (Users__Map, entry 1), so that both act as one person; "
        + "give each an account of their own",
        Assert.Single(FindingsIn("alice=a.smith;bob=bob;zoe=A.Smith")));

    [Fact]
    public void An_entry_of_the_file_that_the_setting_overrides_is_named_with_both_places()
    {
        var map = UserMap.Parse("alice=a.smith", out _).With(UserMap.Parse("bob=bob\nalice=nobody\n", out _, "Users__File people.txt"));

        Assert.Equal(
            "Users__File people.txt, line 2 `alice=nobody`: Users__Map, entry 1 has `alice` already, and counts; remove one of the two",
            Assert.Single(new MapFacts(Pins, Users, Accounts).FindingsIn(map)).ToString());
    }

    private static IReadOnlyList<string> FindingsIn(string map) =>
        [.. new MapFacts(Pins, Users, Accounts).FindingsIn(UserMap.Parse(map, out _)).Select(f => f.ToString())];

    private static ChatUser User(string name) => new(new(name), name, "en", null, IsBot: false, IsDeactivated: false);
}
