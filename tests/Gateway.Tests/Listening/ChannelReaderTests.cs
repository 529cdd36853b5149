using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class ChannelReaderTests
{
    private const long Minute = 60_000;
    private static readonly ChannelId Channel = new("c1");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly FakeMattermost _mattermost = new();
    private readonly ChannelReader _reader;

    public ChannelReaderTests() => _reader = new(_mattermost, FakeMattermost.Bot, new(), _clock);

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_bot_that_is_in_no_team_has_its_direct_messages()
    {
        _mattermost.Teams.Clear();
        _mattermost.Channels.Add(new(new("d1"), ChannelKind.Direct, 1));

        Assert.Equal("d1", Assert.Single((await _reader.ListAsync(CancellationToken.None)).Channels).Id.Value);
        Assert.Equal(["teams", "all channels"], _mattermost.Calls);
    }

    [Fact]
    public async Task Direct_messages_that_every_team_lists_are_there_once()
    {
        _mattermost.Teams.Add(new(new("t2"), "yard"));
        _mattermost.Channels.Add(new(new("d1"), ChannelKind.Direct, 1));

        Assert.Single((await _reader.ListAsync(CancellationToken.None)).Channels);
    }

    [Fact]
    public async Task A_known_channel_is_read_since_its_cursor_with_an_overlap_and_oldest_first()
    {
        Write("old", Now - 5 * Minute, "#t1");
        Write("b", Now - Minute, "#t2");
        Write("a", Now - 2 * Minute, "#t3");
        Write("talk", Now - 30_000, "nothing");

        var read = await Read(Now - 3 * Minute);

        Assert.Equal([$"since {Now - 3 * Minute - 10_000}"], _mattermost.Calls);
        Assert.Equal(["a", "b"], read.Posts.Select(p => p.Id.Value));
        Assert.Equal((Now - 3 * Minute, Now - 30_000), (read.From, read.UpTo));
    }

    [Fact]
    public async Task What_burns_on_reading_is_passed_over_like_talk()
    {
        Write("a", Now - 2 * Minute, "#t1");
        _mattermost.Posts.Add(Post("burns", Now - Minute, "#t2") with { Type = "burn_on_read" });

        var read = await Read(Now - 3 * Minute);

        Assert.Equal("a", Assert.Single(read.Posts).Id.Value);
        Assert.Equal(Now - Minute, read.UpTo);
    }

    [Fact]
    public async Task Edits_of_old_posts_are_found_too()
    {
        _mattermost.Posts.Add(Post("old", Now - 10 * Minute, "#t1") with { EditAt = Now - Minute, UpdateAt = Now - Minute });

        Assert.Equal(Now - Minute, Assert.Single((await Read(Now - 3 * Minute)).Posts).EditAt);
    }

    [Fact]
    public async Task A_channel_in_which_a_thousand_posts_have_changed_is_walked_to_the_cursor()
    {
        var cursor = Now - 2_000_000;
        for (var i = 1; i <= 1_500; i++)
            Write($"p{i:0000}", cursor - 1_000 + (i * 1_000), $"#t{i}");

        var read = await Read(cursor);

        Assert.Equal(Enumerable.Range(1, 1_500).Select(i => $"p{i:0000}"), read.Posts.Select(p => p.Id.Value));
        Assert.Equal(cursor + 1_499_000, read.UpTo);
    }

    [Fact]
    public async Task Posts_of_the_same_millisecond_are_all_read_wherever_a_page_ends()
    {
        var cursor = Now - 2_000_000;
        for (var i = 1; i <= 1_200; i++)
            Write($"p{i:0000}", cursor + (i / 7 * 1_000), "#t1");

        Assert.Equal(1_200, (await Read(cursor)).Posts.Count);
    }

    [Fact]
    public async Task Nothing_older_than_the_window_is_read()
    {
        for (var i = 0; i < 1_200; i++)
            Write($"p{i:0000}", Now - (30 * 60 * Minute) + (i * 90_000), "#t1");

        var read = await Read(Now - (48 * 60 * Minute));

        Assert.All(read.Posts, p => Assert.True(p.WrittenAt >= Now - (24 * 60 * Minute)));
        Assert.NotEmpty(read.Posts);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public async Task The_window_is_what_was_set(int hours, int read)
    {
        Write("two-hours-old", Now - (120 * Minute), "#t1");
        var reader = new ChannelReader(_mattermost, FakeMattermost.Bot, new() { Window = TimeSpan.FromHours(hours) }, _clock);

        Assert.Equal(read, (await reader.ReadAsync(new(Channel, ChannelKind.Public, Now - (300 * Minute)), CancellationToken.None)).Posts.Count);
    }

    [Fact]
    public async Task A_new_channel_begins_where_the_bot_was_added()
    {
        Write("before", Now - 3 * Minute, "#t1");
        _mattermost.Posts.Add(Post("added", Now - 2 * Minute, "alice added redmine") with { Type = "system_add_to_channel", AddedUserId = FakeMattermost.Me });
        Write("at once", Now - 2 * Minute, "#t3");
        Write("after", Now - Minute, "#t2");

        var read = await Read(null);

        Assert.Equal(["at once", "after"], read.Posts.Select(p => p.Id.Value));
        Assert.Equal(Now - 2 * Minute, read.From);
    }

    [Fact]
    public async Task A_new_channel_without_such_a_post_begins_now()
    {
        Write("before", Now - 3 * Minute, "#t1");

        var read = await Read(null);

        Assert.Empty(read.Posts);
        Assert.Equal((Now - 3 * Minute, Now - 3 * Minute), (read.From, read.UpTo));
    }

    [Fact]
    public async Task Whoever_wrote_to_the_bot_first_is_heard()
    {
        Write("hello", Now - Minute, "#t1");

        Assert.Single((await Read(null, isDirect: true)).Posts);
    }

    [Theory]
    [InlineData("system_header_change", "u1", false, false)]
    [InlineData("custom_plugin", "u1", false, false)]
    [InlineData("", "me", false, false)]
    [InlineData("", "u1", true, false)]
    [InlineData("", "u1", false, true)]
    public async Task What_no_person_wrote_is_left_alone(string type, string user, bool bot, bool webhook)
    {
        _mattermost.Posts.Add(Post("p", Now - Minute, "#t1") with { Type = type, UserId = new(user), FromBot = bot, FromWebhook = webhook });

        Assert.Empty((await Read(Now - 2 * Minute)).Posts);
    }

    [Fact]
    public async Task Deleted_posts_are_left_alone()
    {
        _mattermost.Posts.Add(Post("p", Now - Minute, "#t1") with { DeleteAt = Now });

        Assert.Empty((await Read(Now - 2 * Minute)).Posts);
    }

    [Fact]
    public async Task A_post_on_which_our_code_fails_is_named_and_the_others_are_found()
    {
        Write("a", Now - 3 * Minute, "#t1");
        Write("b", Now - 2 * Minute, "poison");
        Write("c", Now - Minute, "#t2");
        var reader = new ChannelReader(
            _mattermost, FakeMattermost.Bot, new() { References = text => text == "poison" ? throw new InvalidOperationException("a bug") : References.Tickets(text) }, _clock);

        var read = await reader.ReadAsync(new CatchUpActor.Read(Channel, ChannelKind.Public, Now - 5 * Minute), CancellationToken.None);

        Assert.Equal(["a", "c"], read.Posts.Select(p => p.Id.Value));
        Assert.Equal("b", Assert.Single(read.Unreadable).Post.Value);
        Assert.Equal(Now - Minute, read.UpTo);
    }

    [Fact]
    public async Task What_is_too_large_for_one_answer_is_read_in_smaller_pages()
    {
        for (var i = 1; i <= 120; i++)
            Write($"p{i:0000}", Now - (121 - i) * Minute, $"#t{i}");
        var pages = 0;
        _mattermost.Fails = call => call.StartsWith("since", StringComparison.Ordinal) || (call.StartsWith("before", StringComparison.Ordinal) && pages++ == 0)
            ? new MattermostException(call, PosterFailure.Rejected, 200, MattermostException.TooLarge) : null;

        Assert.Equal(120, (await Read(Now - 150 * Minute)).Posts.Count);
        Assert.Equal(4, pages);
    }

    [Fact]
    public async Task An_old_post_that_somebody_reacted_to_is_not_new()
    {
        _mattermost.Posts.Add(Post("old", Now - 100 * Minute, "#t1") with { UpdateAt = Now - Minute });

        var read = await Read(Now - 3 * Minute);

        Assert.Empty(read.Posts);
        Assert.Equal(Now - Minute, read.UpTo);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(1_500)]
    public async Task Of_more_than_there_is_room_for_the_oldest_are_kept_and_the_rest_is_read_from_there_on(int count)
    {
        for (var i = 0; i < count; i++)
            Write($"p{i:0000}", Now - 60 * Minute + (i * 100), "#t1");
        var reader = new ChannelReader(_mattermost, FakeMattermost.Bot, new() { Bounds = new() { Backlog = 20 * 200 } }, _clock);
        var found = new List<string>();
        long? cursor = Now - 61 * Minute;
        bool hasMore;
        do
        {
            var read = await reader.ReadAsync(new CatchUpActor.Read(Channel, ChannelKind.Public, cursor), CancellationToken.None);
            Assert.InRange(read.Posts.Count, 1, 20);
            Assert.Equal(read.Posts.OrderBy(p => p.WrittenAt).Select(p => p.Id), read.Posts.Select(p => p.Id));
            found.AddRange(read.Posts.Select(p => p.Id.Value));
            (cursor, hasMore) = (read.UpTo, read.HasMore);
        }
        while (hasMore && found.Count < 3 * count);

        Assert.Equal(count, found.Distinct().Count());
    }

    [Fact]
    public async Task A_channel_of_which_live_posts_were_heard_begins_with_them_however_many_followed()
    {
        Write("before", Now - 2 * Minute, "#t1");
        for (var i = 0; i < 450; i++)
            Write($"p{i:000}", Now - Minute + i, "#t2");

        var read = await _reader.ReadAsync(new CatchUpActor.Read(Channel, ChannelKind.Public, null, HeardSince: Now - Minute - 1), CancellationToken.None);

        Assert.Equal(450, read.Posts.Count);
        Assert.Equal((Now - Minute - 1, Now - Minute + 449), (read.From, read.UpTo));
    }

    [Fact]
    public async Task A_channel_seen_for_the_first_time_begins_no_earlier_than_the_window()
    {
        _mattermost.Posts.Add(Post("added", Now - 48 * 60 * Minute, "") with { Type = "system_add_to_channel", AddedUserId = FakeMattermost.Bot.Id });
        Write("old", Now - 25 * 60 * Minute, "#t1");
        Write("new", Now - Minute, "#t2");

        Assert.Equal("new", Assert.Single((await Read(null)).Posts).Id.Value);
    }

    private Task<CatchUpActor.ChannelRead> Read(long? cursor, bool isDirect = false) =>
        _reader.ReadAsync(new CatchUpActor.Read(Channel, isDirect ? ChannelKind.Direct : ChannelKind.Public, cursor), CancellationToken.None);

    private void Write(string id, long at, string text) => _mattermost.Posts.Add(Post(id, at, text));

    private static MattermostPost Post(string id, long at, string text) => new(new(id), Channel, new("u1"), null, text, at, at);
}
