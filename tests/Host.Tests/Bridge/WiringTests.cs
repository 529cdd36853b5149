using Microsoft.Extensions.Hosting;

namespace RedmineBridge.Host.Tests.Bridge;

public sealed class WiringTests
{
    /// <summary>Akka's registry may never tell whoever asks for an actor in the moment in which it is registered.</summary>
    [Fact]
    public async Task Who_looks_actors_up_starts_when_all_are_there()
    {
        string[] order = [];
        await using var office = await Office.OpenAsync(services: services => order =
            [.. services.Where(s => s.ServiceType == typeof(IHostedService)).Select(s => (s.ImplementationType ?? s.ImplementationFactory!.Method.ReturnType).Name)]);

        var actors = Array.FindIndex(order, o => o.Contains("Akka", StringComparison.Ordinal));
        Assert.True(actors >= 0, string.Join(", ", order));
        Assert.All(["UsersFileReader", "TokenSettingReader", "SessionWaker"], reader => Assert.InRange(Array.IndexOf(order, reader), actors + 1, order.Length));
    }
}
