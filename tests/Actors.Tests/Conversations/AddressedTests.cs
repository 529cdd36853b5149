using RedmineBridge.Actors.Conversations;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class AddressedTests
{
    [Theory]
    [InlineData("@redmine fix the tap", "fix the tap")]
    [InlineData("@redmine: fix the tap", "fix the tap")]
    [InlineData("@Redmine, fix the tap ", "fix the tap")]
    [InlineData("  @REDMINE - fix the tap", "fix the tap")]
    [InlineData("@redmine. Fix the tap", "Fix the tap")]
    [InlineData("@redmine! Почини кран", "Почини кран")]
    [InlineData("@redmine — почини кран", "почини кран")]
    [InlineData("@redmine", "")]
    [InlineData("@redmine.", "")]
    [InlineData("@redmine?  ", "")]
    [InlineData("\n@redmine\n1. One\n2. Two", "1. One\n2. Two")]
    [InlineData("@redmine\r\nOne\r\n\r\nTwo", "One\r\n\r\nTwo")]
    [InlineData("@redmine\n- One\n- Two", "- One\n- Two")]
    [InlineData("@redmine new", "new")]
    [InlineData("@redmine @bob fix it", "@bob fix it")]
    public void What_stands_behind_the_mention_is_said(string message, string rest) => Assert.Equal(rest, Addressed.Rest(message, "redmine"));

    [Theory]
    [InlineData("@redmine2 fix the tap")]
    [InlineData("@redmine.old fix the tap")]
    [InlineData("@redmine-test fix the tap")]
    [InlineData("@redmine_test fix the tap")]
    [InlineData("@redmine...old fix the tap")]
    [InlineData("@redmin fix the tap")]
    [InlineData("ask @redmine to fix the tap")]
    [InlineData("thanks @redmine")]
    [InlineData("redmine fix the tap")]
    [InlineData("> @redmine fix the tap")]
    [InlineData("`@redmine` fix the tap")]
    [InlineData("@ redmine fix the tap")]
    [InlineData("@")]
    [InlineData("")]
    public void Others_are_not_spoken_to(string message) => Assert.Null(Addressed.Rest(message, "redmine"));

    [Theory]
    [InlineData("@red.mine-bot: hi", "hi")]
    [InlineData("@red hi", null)]
    public void A_name_is_taken_as_it_is(string message, string? rest) => Assert.Equal(rest, Addressed.Rest(message, "red.mine-bot"));
}
