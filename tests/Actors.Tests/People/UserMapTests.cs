using RedmineBridge.Actors.People;

namespace RedmineBridge.Actors.Tests.People;

public sealed class UserMapTests
{
    [Theory]
    [InlineData("alice=alice.smith", "alice", "alice.smith")]
    [InlineData("bob=b;alice=a", "alice", "a")]
    [InlineData("bob=b\r\nalice=a\r\n", "alice", "a")]
    [InlineData("  @Alice =  a  ", "alice", "a")]
    [InlineData("# people\n\nalice=a", "ALICE", "a")]
    [InlineData("# was: alice=b; alice=c\nalice=a", "alice", "a")]
    [InlineData("#bob=b;alice=a", "alice", "a")]
    [InlineData("alice=a@office.example", "alice", "a@office.example")]
    public void Parse_reads_every_way_to_write_a_line(string text, string name, string login)
    {
        var map = UserMap.Parse(text, out var problems);

        Assert.Empty(problems);
        Assert.Equal(login, map.Find(name)?.Value);
    }

    [Theory]
    [InlineData("alice", "line 1")]
    [InlineData("alice=", "line 1")]
    [InlineData("=a", "line 1")]
    [InlineData("a=b;alice=два слова", "line 1")]
    [InlineData("alice=a\nalice=b", "line 2")]
    [InlineData("x=x;y=y\n# old; zoe=z\nalice", "line 3")]
    public void Parse_names_what_is_wrong_and_keeps_the_rest(string text, string where)
    {
        var map = UserMap.Parse(text + "\nbob=b", out var problems);

        Assert.StartsWith($"Users__Map, {where} `", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal($"Users__Map, {where}", Assert.Single(UserMap.Empty.With(map).PassedOver));
        Assert.Equal("b", UserMap.Parse(text + "\nbob=b", out _).Find("bob")?.Value);
    }

    [Fact]
    public void Parse_names_both_places_of_a_login_that_stands_twice()
    {
        UserMap.Parse("bob=b\nalice=a\nAlice=c", out var problems, "Users__File people.txt");

        Assert.Equal(
            "Users__File people.txt, line 3 `Alice=c`: Users__File people.txt, line 2 has `alice` already, and counts; remove one of the two",
            Assert.Single(problems));
    }

    [Theory]
    [InlineData("bob=b;alice=a", "Users__Map, entry 2 `alice=a`")]
    [InlineData("# people\n\nbob=b;@Alice = a", "Users__Map, line 3 `alice=a`")]
    public void An_entry_knows_where_it_stands(string text, string entry) =>
        Assert.Equal(entry, UserMap.Parse(text, out _).EntryOf("alice")!.ToString());

    [Fact]
    public void Of_two_maps_the_first_counts_and_nothing_is_forgotten()
    {
        var map = UserMap.Parse("alice=a", out _).With(UserMap.Parse("bob=b\nalice=c", out _, "file"));

        Assert.Equal(("a", "b", 2), (map.Find("alice")?.Value, map.Find("bob")?.Value, map.Count));
        Assert.Equal(["Users__Map, entry 1 `alice=a`", "file, line 1 `bob=b`", "file, line 2 `alice=c`"], map.Entries.Select(e => e.ToString()));
    }
}
