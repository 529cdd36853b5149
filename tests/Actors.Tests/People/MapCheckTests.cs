using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.People;

/// <summary>What is asked of both servers for a map, and how often.</summary>
public sealed class MapCheckTests
{
    private readonly Dictionary<string, UserId> _pins = [];
    private readonly List<ChatUser> _users = [];
    private readonly List<(string Login, AccountStatus Status)> _accounts = [];
    private readonly List<object> _asked = [];

    [Fact]
    public void Nothing_is_asked_for_an_empty_map() => Assert.Empty(Check(""));

    [Fact]
    public void Five_thousand_people_are_checked_with_few_questions()
    {
        Add(5_000);

        Assert.Empty(Check(Lines(5_000)));
        Assert.Equal((25, 50), (_asked.OfType<Poster.ReadNames>().Count(), _asked.OfType<RedmineCall.ReadAccounts>().Count()));
        Assert.Equal(75, _asked.Count);
        Assert.All(_asked.OfType<Poster.ReadNames>(), r => Assert.InRange(r.Usernames.Count, 1, 200));
    }

    [Fact]
    public void Those_who_were_seen_before_are_asked_for_by_their_ids()
    {
        Add(250);
        for (var i = 0; i < 250; i++)
            _pins[$"u{i}"] = new($"id{i}");
        _users[7] = _users[7] with { Username = "renamed" };

        Assert.Empty(Check(Lines(250)));
        Assert.Equal([100, 100, 50], _asked.OfType<Poster.ReadUsers>().Select(r => r.Ids.Count));
        // Somebody else may have that login now.
        Assert.Equal(["u7"], Assert.Single(_asked.OfType<Poster.ReadNames>()).Usernames);
    }

    [Fact]
    public void Of_a_large_Redmine_a_few_logins_are_asked_for_one_by_one()
    {
        Add(10_000);

        Assert.Empty(Check("u9000=r9000\nu9001=R9001\n"));
        Assert.Equal([null, "r9000", "R9001"], _asked.OfType<RedmineCall.ReadAccounts>().Select(r => r.Name).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_login_that_is_part_of_many_others_is_found_among_them()
    {
        Add(10_000);
        _accounts.Add(("r9", AccountStatus.Active));
        _users.Add(User("x", "x"));

        Assert.Empty(Check("x=r9\nu9001=r9001\n"));
    }

    [Fact]
    public void A_list_that_is_longer_than_a_page_is_read_to_the_end_before_somebody_is_unknown()
    {
        Add(350);
        _accounts.AddRange(Enumerable.Range(0, 150).Select(i => ($"z{i}", AccountStatus.Locked)));
        _accounts.Add(("zz", AccountStatus.Registered));

        Assert.Equal(
            [MapFault.Locked, MapFault.NotActivated, MapFault.UnknownInRedmine],
            Check("u1=z149\nu2=zz\nu3=nobody\n").Select(f => f.Fault));
    }

    [Fact]
    public void Turned_pairs_are_found_out_however_many_there_are()
    {
        Add(450);

        var turned = string.Join('\n', Enumerable.Range(0, 450).Select(i => $"r{i}=u{i}"));
        Assert.Equal(Enumerable.Repeat(MapFault.WrongOrder, 450), Check(turned).Select(f => f.Fault));
        Assert.Equal(6, _asked.OfType<Poster.ReadNames>().Count());
    }

    [Fact]
    public void A_login_whose_first_account_is_gone_is_asked_for_as_what_it_is_now()
    {
        _pins["alice"] = new("old");
        _users.Add(User("new", "alice"));
        _accounts.Add(("a", AccountStatus.Active));

        Assert.Equal(MapFault.AnotherAccount, Assert.Single(Check("alice=a")).Fault);
    }

    [Fact]
    public void Two_who_have_swapped_their_names_are_both_found_out()
    {
        Add(2);
        (_pins["u0"], _pins["u1"]) = (new("id1"), new("id0"));

        Assert.Equal([MapFault.AnotherAccount, MapFault.AnotherAccount], Check(Lines(2)).Select(f => f.Fault));
    }

    [Fact]
    public void Logins_that_are_nobodys_yet_are_pinned_as_they_are_found()
    {
        Add(3);
        _pins["u0"] = new("id0");
        // Has a line of the map already, and is called by a login that is nobody's yet.
        _pins["old"] = new("id1");

        Check("old=r1\n" + Lines(3));
        Assert.Equal(["old", "u0", "u2"], _pins.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new UserId("id2"), _pins["u2"]);
    }

    [Fact]
    public void What_stands_on_the_wrong_side_is_not_pinned()
    {
        Add(1);

        Check("r0=u0");
        Assert.Empty(_pins);
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _users.Add(User($"id{i}", $"u{i}"));
            _accounts.Add(($"r{i}", AccountStatus.Active));
        }
    }

    private static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"u{i}=r{i}"));

    /// <summary>Answers as the servers do.</summary>
    private IReadOnlyList<MapFinding> Check(string map)
    {
        var check = new MapCheck(UserMap.Parse(map, out _), _pins);
        var byName = _users.ToDictionary(u => u.Username);
        var byId = _users.ToDictionary(u => u.Id);
        while (check.Next() is { } question)
        {
            _asked.Add(question);
            switch (question)
            {
                case Poster.ReadUsers read:
                    check.Read(new Poster.UsersRead(read, [.. read.Ids.Where(byId.ContainsKey).Select(i => byId[i])]));
                    break;
                case Poster.ReadNames read:
                    check.Read(new Poster.NamesRead(read, [.. read.Usernames.Where(byName.ContainsKey).Select(n => byName[n])]));
                    foreach (var (login, owner) in check.ToPin)
                        _pins.Add(login, owner);
                    check.Pinned(check.ToPin);
                    break;
                case RedmineCall.ReadAccounts read:
                    string[] all =
                    [
                        .. _accounts.Where(a => a.Status == read.Status && a.Login.Contains(read.Name ?? "", StringComparison.OrdinalIgnoreCase))
                            .Select(a => a.Login).Order(StringComparer.Ordinal),
                    ];
                    check.Read(new RedmineAnswer.AccountsRead([.. all.Skip(read.Offset).Take(RedmineCall.MaxRows)], all.Length));
                    break;
            }
        }

        return check.Findings;
    }

    private static ChatUser User(string id, string name) => new(new(id), name, "en", null, IsBot: false, IsDeactivated: false);
}
