using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Settings;

/// <summary>Looks at the file of the map of people each second, and tells those who use and check it when there is another map.</summary>
internal sealed class UsersFileReader(
    UsersFile file, IRequiredActor<PeopleDirectory> people, IRequiredActor<MapCheckActor> check, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!file.IsNamed)
            return;
        IActorRef[] readers = [await people.GetAsync(stoppingToken), await check.GetAsync(stoppingToken)];
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (file.Look() is not { } map)
                continue;
            foreach (var reader in readers)
                reader.Tell(new PeopleDirectory.MapChanged(map));
        }
    }
}
