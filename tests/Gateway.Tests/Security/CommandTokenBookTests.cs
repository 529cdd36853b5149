using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Tests.Security;

public sealed class CommandTokenBookTests
{
    private static readonly TeamId Office = new("office");
    private readonly CommandTokenBook _book = new();

    public CommandTokenBookTests() => _book.Learn([new(Office, "redmine", "first"), new(new("yard"), "redmine", "second")]);

    [Theory]
    [InlineData("office", "redmine", "first", true)]
    [InlineData("yard", "redmine", "second", true)]
    [InlineData("office", "redmine", "second", false)]
    [InlineData("office", "other", "first", false)]
    [InlineData("office", "redmine", "", false)]
    [InlineData("nowhere", "redmine", "first", false)]
    public void A_token_is_genuine_for_just_its_command(string team, string trigger, string token, bool isGenuine) =>
        Assert.Equal(isGenuine, _book.IsGenuine(new(team), trigger, token));

    [Theory]
    [InlineData("first", true)]
    [InlineData("second", true)]
    [InlineData("", false)]
    [InlineData("First", false)]
    public void Known_are_the_tokens_of_all_commands(string token, bool isKnown) => Assert.Equal(isKnown, _book.IsKnown(token));

    [Fact]
    public void A_new_token_replaces_the_old_one()
    {
        _book.Learn([new(Office, "redmine", "third")]);

        Assert.True(_book.IsGenuine(Office, "redmine", "third"));
        Assert.False(_book.IsKnown("first"));
    }

    [Fact]
    public void An_empty_token_opens_nothing()
    {
        _book.Learn([new(Office, "empty", "")]);

        Assert.False(_book.IsGenuine(Office, "empty", ""));
    }
}
