using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class GivenTokenTests
{
    [Fact]
    public void Reads_lines_and_names_those_that_are_wrong()
    {
        var tokens = GivenToken.Parse("# office first\noffice redmine abc\n\n  yard\t/Redmine  def \nonly two\r\n", out var wrong);

        Assert.Equal([new("office", "redmine", "abc"), new("yard", "redmine", "def")], tokens);
        Assert.Equal([5], wrong);
    }

    [Fact]
    public void Does_not_show_its_secret() => Assert.DoesNotContain("abc", new GivenToken("office", "redmine", "abc").ToString(), StringComparison.Ordinal);
}
