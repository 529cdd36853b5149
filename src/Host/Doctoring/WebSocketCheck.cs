using System.Runtime.CompilerServices;
using System.Text;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Whether a WebSocket opens and says hello. A proxy that swallows the <c>Upgrade</c> lets everything else work.</summary>
internal static class WebSocketCheck
{
    private const string Subject = "websocket";

    private const string HowToMend = """
        Have the proxy pass the upgrade on. In nginx, in the location that leads to Mattermost:
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
        In Caddy, `reverse_proxy mattermost:8065` does so by itself: lead /api/v4/websocket there too, and take no header away.
        """;

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var socket = new MattermostSocket(tools.Settings.MattermostUrl, new BotToken(tools.Settings.MattermostToken), tools.Settings.Trust);
        yield return await TryAsync(socket, tools.Limits.WebSocket, cancellation);
    }

    private static async Task<Finding> TryAsync(MattermostSocket socket, TimeSpan within, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within);
        try
        {
            await socket.ConnectAsync(null, null, limit.Token);
            var hello = await socket.ReceiveAsync(limit.Token);
            if (hello is not { } said || !Encoding.UTF8.GetString(said.Span).Contains("\"hello\"", StringComparison.Ordinal))
                return Silent("closes it again at once");
            await socket.CloseAsync(limit.Token);
            return Finding.Green(Areas.Mattermost, Subject, "The WebSocket opens.");
        }
        catch (MattermostSocketException swallowed) when (swallowed.Status is > 0 and not 401)
        {
            return Finding.Red(
                Areas.Mattermost,
                Subject,
                $"The WebSocket is answered with status {swallowed.Status} in place of an upgrade, while calls come through: a proxy before Mattermost swallows the header `Upgrade`. Nothing that is written is heard.",
                HowToMend);
        }
        catch (MattermostSocketException failure)
        {
            return Silent($"fails ({failure.Message.TrimEnd('.')})");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Silent("says nothing");
        }
    }

    private static Finding Silent(string what) => Finding.Red(
        Areas.Mattermost, Subject, $"The WebSocket {what}, while calls come through. Nothing that is written is heard.", HowToMend);
}
