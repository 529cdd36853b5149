using RedmineBridge.Actors.People;
using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>Who is who, and who is left for an administrator to say.</summary>
public sealed class PeopleMatchesTests
{
    private static readonly RedmineAccount[] Redmine =
    [
        new("Alice", "alice@office.test"), new("b.fisher", "BOB@office.test"), new("ivan", "other.ivan@office.test"), new("petrov", "ivan@office.test"), new("dora", "dora@office.test"),
        new("shared1", "shared@office.test"), new("shared2", "shared@office.test"), new("nomail", ""), new("root", "root@office.test", IsAdmin: true),
    ];

    [Theory]
    [InlineData("alice", "alice@office.test", "alice=Alice", "login and address")]
    [InlineData("alice", "else@office.test", "alice=Alice", "login; addresses differ")]
    [InlineData("root", "root@office.test", "root=root", "login and address")]
    [InlineData("bob", "bob@office.test", "bob=b.fisher", "address")]
    [InlineData("nomail", "", "nomail=nomail", "login")]
    public void Equal_logins_and_addresses_tell(string username, string mail, string line, string why)
    {
        var match = Assert.Single(Find([Person(username, mail)]).Matched);

        Assert.Equal((line, why), (match.Line, match.Why));
    }

    [Fact]
    public void Who_could_be_two_is_nobody()
    {
        var found = Find([Person("ivan", "ivan@office.test"), Person("team", "shared@office.test"), Person("zoe", "zoe@office.test")]);

        Assert.Equal((0, "zoe"), (found.Matched.Count, Assert.Single(found.Unmatched)));
        Assert.Equal(["@ivan could be petrov or ivan in Redmine", "@team could be shared1 or shared2 in Redmine"], found.Unclear);
    }

    [Fact]
    public void Nobody_becomes_an_administrator_by_a_login_or_an_address_alone()
    {
        var found = Find([Person("root", "somebody@office.test"), Person("somebody", "root@office.test")]);

        Assert.Empty(found.Matched);
        Assert.Equal(["@root could be root in Redmine, an administrator, but only the login is the same"], Find([Person("root", "somebody@office.test")]).Unclear);
        Assert.Equal(["@somebody could be root in Redmine, an administrator, but only the address is the same"], Find([Person("somebody", "root@office.test")]).Unclear);
    }

    [Fact]
    public void Two_who_would_be_one_are_nobody()
    {
        var found = Find([Person("dora", "x@office.test"), Person("theodora", "dora@office.test")]);

        Assert.Empty(found.Matched);
        Assert.Equal(2, found.Unclear.Count);
    }

    [Fact]
    public void Whom_the_map_has_stays_and_their_account_is_taken()
    {
        var known = UserMap.Parse("bob=Alice", out _);

        var found = PeopleMatches.Find([Person("bob", "bob@office.test"), Person("alice", "")], Redmine, known, new Dictionary<string, string>());

        Assert.Empty(found.Matched);
        Assert.Equal(["@alice could be Alice in Redmine, and so could @bob"], found.Unclear);
    }

    [Fact]
    public void What_was_written_down_before_counts_where_both_are_there()
    {
        var found = PeopleMatches.Find(
            [Person("ivan", "ivan@office.test"), Person("alice", "")],
            Redmine,
            UserMap.Empty,
            new Dictionary<string, string> { ["ivan"] = "petrov", ["alice"] = "gone", ["nobody"] = "dora" });

        Assert.Equal(["alice=Alice", "ivan=petrov"], found.Matched.Select(m => m.Line).Order(StringComparer.Ordinal));
    }

    private static PeopleMatches Find(MattermostAccount[] people) => PeopleMatches.Find(people, Redmine, UserMap.Empty, new Dictionary<string, string>());

    private static MattermostAccount Person(string username, string mail) => new(username, username) { Mail = mail };
}
