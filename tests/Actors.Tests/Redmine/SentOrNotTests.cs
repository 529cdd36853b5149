using System.Net.Sockets;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class SentOrNotTests
{
    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ProxyTunnelError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.InvalidResponse, true)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public void Only_a_failure_to_connect_says_that_nothing_was_sent(HttpRequestError error, bool mayHaveBeenSent) =>
        Assert.Equal(mayHaveBeenSent, RedmineApi.MayHaveBeenSent(new InvalidOperationException("wrapped", new HttpRequestException(error))));

    [Fact]
    public void A_connection_that_takes_too_long_has_sent_nothing() =>
        Assert.False(RedmineApi.MayHaveBeenSent(new TaskCanceledException("", new TimeoutException())));

    [Fact]
    public void Anything_else_may_have_been_sent()
    {
        Assert.True(RedmineApi.MayHaveBeenSent(new TaskCanceledException()));
        Assert.True(RedmineApi.MayHaveBeenSent(new IOException("", new SocketException((int)SocketError.ConnectionReset))));
    }
}
