using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class SeenPostTests
{
    private static readonly ChatUser Me = new(new("bot"), "redmine", "en", null, IsBot: true, IsDeactivated: false);
    private static readonly MattermostPost Plain = new(new("p1"), new("dev"), new("alice"), null, "see #t1, #t10 and #t1", CreateAt: 1_000, UpdateAt: 1_500);

    public static TheoryData<string, MattermostPost> Others => new()
    {
        { "the bot's own", Plain with { UserId = Me.Id } },
        { "a system message", Plain with { Type = "system_header_change" } },
        { "what a plugin makes", Plain with { Type = "custom_zoom" } },
        { "one that burns on reading", Plain with { Type = "burn_on_read" } },
        { "one of a type that nobody knows yet", Plain with { Type = "whisper" } },
        { "an ephemeral one", Plain with { Type = "system_ephemeral" } },
        { "another bot's", Plain with { FromBot = true } },
        { "an integration's", Plain with { FromWebhook = true } },
        { "a deleted one", Plain with { DeleteAt = 1_200 } },
        { "the copy that an edit leaves behind", Plain with { OriginalId = new("p0") } },
        { "one without a reference", Plain with { Message = "see `#t1`" } },
    };

    [Fact]
    public void A_persons_post_is_seen_with_each_of_its_tickets_once()
    {
        var seen = Of(Plain with { RootId = new("r1") })!;

        Assert.Equal((new UserId("alice"), new PostPlace(new("dev"), new("r1")), 0L, 1_000L, 1_500L), (seen.User, seen.Place, seen.EditAt, seen.WrittenAt, seen.UpdateAt));
        Assert.Equal([1, 10], seen.Tickets.Select(t => t.Value));
    }

    [Fact]
    public void What_a_person_says_of_themselves_counts_too() => Assert.NotNull(Of(Plain with { Type = "me" }));

    [Fact]
    public void An_edit_is_as_old_as_itself() => Assert.Equal(2_000, Of(Plain with { EditAt = 2_000 })!.WrittenAt);

    [Theory]
    [MemberData(nameof(Others))]
    public void All_else_is_left_alone(string what, MattermostPost post) => Assert.True(Of(post) is null, what);

    private static SeenPost? Of(MattermostPost post) => SeenPost.TryOf(post, Me, ChannelKind.Public, References.Tickets).Seen;
}
