using Microsoft.Extensions.Logging.Console;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// One line an event, in UTC, to the console. .NET's own settings count: <c>Logging__Console__FormatterName=json</c> writes JSON, with each value that
/// stands in a line beside it.
/// </summary>
internal static class BridgeLogging
{
    public static void Configure(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.FormatterName = configuration["Logging:Console:FormatterName"] ?? LineFormatter.LineName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // The keys sign the buttons of our own messages and lie beside the bridge's other data; encrypting them would need one more secret.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }
}
