using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class OwnKeyTests
{
    private const string Text = "0123456789abcdef0123456789ABCDEF01234567";
    private static readonly UserId Alice = new("alice-id");

    [Theory]
    [InlineData(Text, true)]
    [InlineData($"  {Text}\n", true)]
    [InlineData("", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456", false)]
    [InlineData("0123456789abcdef0123456789abcdef012345678", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456g", false)]
    [InlineData("0123456789abcdef\r\nX-A: b 9abcdef0123456789", false)]
    public void What_can_be_a_key(string text, bool isKey)
    {
        Assert.Equal(isKey, RedmineKey.TryParse(text, out var key));
        Assert.Equal(isKey ? Text : null, key?.Value);
    }

    [Theory]
    [InlineData(Text, true)]
    [InlineData($" `{Text}`.", true)]
    [InlineData($"connect {Text}", true)]
    [InlineData($"My API key is: \"{Text}\"", true)]
    [InlineData($"Мой ключ: {Text}", true)]
    [InlineData($"подключить {Text}", true)]
    [InlineData($"Look at commit {Text}", false)]
    [InlineData($"{Text} broke the build", false)]
    [InlineData("connect", false)]
    public void A_message_that_is_a_key_and_little_else_is_known_as_one(string said, bool isKey) => Assert.Equal(isKey, RedmineKey.IsSaid(said));

    [Fact]
    public void No_key_is_shown_whatever_is_written_out()
    {
        Assert.True(RedmineKey.TryParse(Text, out var key));
        var seal = new PlainSeal();
        var own = new OwnKey(Alice, new(5, "alice", "Alice", false), seal.Seal(Alice, key));
        var call = new RedmineCall.CreateTicket(own, "mark", new() { Project = 1, Subject = "x" });
        object[] written =
        [
            key, own.Key, own, call, new RedmineCall.CheckOwnKey(Alice, own.Key), new RedmineCall.SeeTickets(own, [new TicketId(1)]),
            new RedmineGate.Ask(Alice, CallKind.Command, call, 1),
        ];
        Assert.All(written, w => Assert.DoesNotContain(Text, $"{w}", StringComparison.Ordinal));
    }

    [Fact]
    public void One_is_the_same_while_person_and_account_are()
    {
        var own = new OwnKey(Alice, new(5, "alice", "Alice", false), new("a"));
        Assert.Equal(own, own with { Key = new("b") });
        Assert.Equal(own.GetHashCode(), (own with { Key = new("b"), Account = new(5, "renamed", "Alice", false) }).GetHashCode());
        Assert.NotEqual(own, own with { Account = new(6, "alice", "Alice", false) });
        Assert.NotEqual(own, own with { Person = new("mallory-id") });
        Assert.NotEqual<RedmineIdentity>(own, new RedmineLogin("alice"));
    }
}
