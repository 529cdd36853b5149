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
        UserMap.Parse(text + "\nbob=b", out var problems);

        Assert.StartsWith(where, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal("b", UserMap.Parse(text + "\nbob=b", out _).Find("bob")?.Value);
    }
}
