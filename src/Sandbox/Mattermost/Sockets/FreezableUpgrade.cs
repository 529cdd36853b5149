using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RedmineBridge.Sandbox.Mattermost.Sockets;

/// <summary>Lets a test turn a WebSocket into a dead line: see <see cref="FreezableStream"/>.</summary>
internal sealed class FreezableUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    private FreezableStream? _stream;

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public static Task Wrap(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new FreezableUpgrade(upgrade));
        return next(context);
    }

    public static void Freeze(HttpContext context) => (context.Features.Get<IHttpUpgradeFeature>() as FreezableUpgrade)?._stream?.Freeze();

    public async Task<Stream> UpgradeAsync() => _stream = new(await inner.UpgradeAsync());
}
