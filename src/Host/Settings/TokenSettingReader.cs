using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Gateway;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Host.Settings;

/// <summary>Looks at the setting of the bot's token each second, and tells the gateway when it is another.</summary>
internal sealed class TokenSettingReader(
    TokenSetting setting, BotToken token, IRequiredActor<GatewayActor> gateway, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!setting.MayChange)
            return;
        var actor = await gateway.GetAsync(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (setting.Look() is { } now && token.Replace(now))
                actor.Tell(BotToken.Replaced.Instance);
        }
    }
}
