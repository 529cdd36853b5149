using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Tests.Settings;

public sealed class LogFormatTests
{
    [Theory]
    [InlineData(null, "line")]
    [InlineData("json", "json")]
    public void One_line_an_event_where_nothing_else_is_wished(string? wished, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:Console:FormatterName", wished)]).Build();
        // As the framework's own builder leaves it behind.
        using var services = new ServiceCollection()
            .AddLogging(logging => BridgeLogging.Configure(logging.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole(), configuration))
            .BuildServiceProvider();

        Assert.Equal(expected, services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }
}
