using System.Text;
using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class SocketFrameTests
{
    [Fact]
    public void Props_may_be_nested_as_deep_as_anybody_likes()
    {
        var deep = new string('[', 500) + new string(']', 500);
        var post = JsonSerializer.Serialize($$$"""{"id":"p1","user_id":"u1","channel_id":"c1","message":"#t1","props":{"x":{{{deep}}}}}""");

        var frame = SocketFrame.Read(Encoding.UTF8.GetBytes($$"""{"event":"posted","data":{"post":{{post}},"channel_type":"O"},"broadcast":{},"seq":1}"""));

        Assert.Equal("#t1", Assert.IsType<SocketFrame.Post>(frame).Value.Message);
    }

    [Fact]
    public void Read_takes_a_post_out_of_its_text()
    {
        var frame = Assert.IsType<SocketFrame.Post>(Read("""
            {"event":"posted","data":{"channel_type":"O","post":"{\"id\":\"p2\",\"user_id\":\"u1\",\"channel_id\":\"c1\",\"root_id\":\"p1\",\"message\":\"#t10 ok\",\"create_at\":1767000000123,\"update_at\":1767000000124,\"props\":{\"from_webhook\":\"true\"}}"},
             "broadcast":{"omit_users":null,"user_id":"","channel_id":"c1","team_id":""},"seq":17}
            """));

        Assert.Equal(17, frame.Seq);
        Assert.Equal(
            (new PostId("p2"), new UserId("u1"), new ChannelId("c1"), new PostId("p1"), "#t10 ok", 1767000000124L, true),
            (frame.Value.Id, frame.Value.UserId, frame.Value.ChannelId, frame.Value.RootId, frame.Value.Message, frame.Value.UpdateAt, frame.Value.FromWebhook));
    }

    [Fact]
    public void A_post_that_burns_on_reading_is_known_by_its_type()
    {
        var frame = Assert.IsType<SocketFrame.Post>(Read("""
            {"event":"posted","data":{"channel_type":"O","post":"{\"id\":\"p2\",\"user_id\":\"u1\",\"channel_id\":\"c1\",\"root_id\":\"\",\"message\":\"#t10\",\"type\":\"burn_on_read\",\"props\":{\"expire_at\":1767604800123,\"read_duration\":600000}}"},
             "broadcast":{"channel_id":"c1"},"seq":17}
            """));

        Assert.False(frame.Value.IsWrittenToStay);
        Assert.Null(SeenPost.TryOf(frame.Value, new(new("me"), "redmine", "en", null, IsBot: true, IsDeactivated: false), ChannelKind.Direct, References.Tickets).Seen);
    }

    public static TheoryData<string, string> Frames => new()
    {
        { """{"event":"hello","data":{"connection_id":"k1"},"broadcast":{},"seq":0}""", "Hello { Seq = 0, ConnectionId = k1 }" },
        { """{"event":"user_added","data":{"user_id":"u","team_id":"t"},"broadcast":{"channel_id":"c"},"seq":3}""", "AddedToChannel { Seq = 3, Channel = c, User = u }" },
        { """{"event":"user_removed","data":{"channel_id":"c","remover_id":"x"},"broadcast":{"user_id":"u","channel_id":""},"seq":3}""", "RemovedFromChannel { Seq = 3, Channel = c, User = u }" },
        { """{"event":"user_removed","data":{"user_id":"u","remover_id":"x"},"broadcast":{"user_id":"","channel_id":"c"},"seq":3}""", "RemovedFromChannel { Seq = 3, Channel = c, User = u }" },
        { """{"event":"added_to_team","data":{"team_id":"t","user_id":"u"},"broadcast":{},"seq":4}""", "AddedToTeam { Seq = 4, Team = t, User = u }" },
        { """{"event":"direct_added","data":{"creator_id":"a","teammate_id":"b"},"broadcast":{"channel_id":"c"},"seq":5}""", "ConversationOpened { Seq = 5, Channel = c, Kind = Direct }" },
        { """{"event":"group_added","data":{"teammate_ids":"[]"},"broadcast":{"channel_id":"c"},"seq":5}""", "ConversationOpened { Seq = 5, Channel = c, Kind = Group }" },
        { """{"event":"user_updated","data":{"user":{"id":"u"}},"broadcast":{},"seq":6}""", "UserUpdated { Seq = 6, User = u }" },
        { """{"event":"post_revealed","data":{"post":"{\"id\":\"p2\",\"message\":\"#t10\"}"},"broadcast":{"user_id":"u"},"seq":7}""", "Other { Seq = 7 }" },
        { """{"event":"typing","data":{},"broadcast":{},"seq":7}""", "Other { Seq = 7 }" },
        { """{"event":"something_new","data":{"x":[1]},"broadcast":{},"seq":8}""", "Other { Seq = 8 }" },
        { """{"status":"OK","seq_reply":2,"data":{"text":"pong"}}""", "Answer { IsUnauthorized = False }" },
        { """{"status":"FAIL","seq_reply":2,"error":{"id":"x"}}""", "Answer { IsUnauthorized = False }" },
        { """{"status":"FAIL","seq_reply":2,"error":{"id":"api.web_socket_router.bad_action.app_error","message":"…","status_code":500}}""", "Answer { IsUnauthorized = False }" },
        { """{"status":"FAIL","seq_reply":2,"error":{"id":"api.web_socket_router.not_authenticated.app_error","message":"…","status_code":401}}""", "Answer { IsUnauthorized = True }" },
        { """{"status":"FAIL","seq_reply":2,"error":"401"}""", "Answer { IsUnauthorized = False }" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Read_knows_each_frame_that_matters(string frame, string expected) => Assert.Equal(expected, Read(frame).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("""{"event":"posted"}""")]
    [InlineData("""{"event":"posted","seq":"x","data":{}}""")]
    [InlineData("""{"event":"posted","seq":1,"data":{"post":"{}"}}""")]
    [InlineData("""{"event":"posted","seq":1,"data":{"post":"no json"}}""")]
    [InlineData("""{"event":"posted","seq":1,"data":{"post":"{\"id\":null,\"user_id\":\"u1\",\"channel_id\":\"c1\"}"}}""")]
    [InlineData("[]")]
    public void Read_refuses_what_is_no_frame(string frame) => Assert.ThrowsAny<JsonException>(() => Read(frame));

    [Theory]
    [InlineData("https://chat.example", "wss://chat.example/api/v4/websocket")]
    [InlineData("http://chat.example:8065/", "ws://chat.example:8065/api/v4/websocket")]
    [InlineData("https://chat.example/team/", "wss://chat.example/team/api/v4/websocket")]
    public void The_sockets_address_follows_the_servers(string server, string expected)
    {
        Assert.Equal(expected, MattermostSocket.Address(new Uri(server), null, null).AbsoluteUri.Replace(":443", "", StringComparison.Ordinal));
        Assert.EndsWith("?connection_id=k1&sequence_number=7", MattermostSocket.Address(new Uri(server), "k1", 7).AbsoluteUri, StringComparison.Ordinal);
    }

    private static SocketFrame Read(string frame) => SocketFrame.Read(Encoding.UTF8.GetBytes(frame));
}
