using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Actors.Tests.People;

/// <summary>Who somebody is by the map, by whose its logins were first, and by what they are called now.</summary>
public sealed class PinnedMapTests
{
    private const RefusalReason Taken = RefusalReason.PinnedToAnother;
    private const RefusalReason Unmapped = RefusalReason.NotMapped;

    [Theory]
    // The account A as it is called now, the pins, who it is in Redmine.
    [InlineData("alice", "alice:A", "a.smith", null)]
    [InlineData("alice", "alice:B", null, Taken)]
    [InlineData("carl", "alice:B", null, Unmapped)]
    // Renamed, and nobody else's name: their line stays theirs.
    [InlineData("carl", "alice:A", "a.smith", null)]
    [InlineData("bob", "alice:A", "a.smith", null)]
    // Swapped: who is meant is not known.
    [InlineData("bob", "alice:A,bob:B", null, Taken)]
    // Confirmed as bob, once alice: what they are called counts.
    [InlineData("bob", "alice:A,bob:A", "b.fisher", null)]
    [InlineData("alice", "alice:A,bob:A", "a.smith", null)]
    // And once they are called neither, nobody can tell.
    [InlineData("carl", "alice:A,bob:A", null, Unmapped)]
    // Logins that the map no longer has are nobody's.
    [InlineData("gone", "gone:A", null, Unmapped)]
    [InlineData("gone", "gone:B", null, Unmapped)]
    [InlineData("gone", "gone:B,alice:A", "a.smith", null)]
    public void Who_is_who(string username, string pins, string? login, RefusalReason? obstacle)
    {
        var (map, user) = (Map(pins), User(username));

        Assert.Equal((login, obstacle), (map.LoginOf(user)?.Value, map.WhyNobody(user)));
        Assert.Equal(obstacle == Taken ? new UserId("B") : null, map.OwnerInstead(user));
    }

    [Theory]
    [InlineData("alice", "", true)]
    [InlineData("carl", "", false)]
    [InlineData("alice", "alice:A", false)]
    [InlineData("alice", "alice:B", false)]
    [InlineData("alice", "gone:A", true)]
    // They have a line of the map already.
    [InlineData("alice", "bob:A", false)]
    [InlineData("dora", "alice:A,bob:A", false)]
    public void Whom_to_pin(string username, string pins, bool isNew) => Assert.Equal(isNew, Map(pins).IsNew(User(username)));

    private static PinnedMap Map(string pins) => new(
        UserMap.Parse("alice=a.smith;bob=b.fisher;dora=dora", out _),
        pins.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':')).ToDictionary(p => p[0], p => new UserId(p[1])));

    private static ChatUser User(string username) => new(new("A"), username, "en", null, IsBot: false, IsDeactivated: false);
}
