using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary>The settings as every command that needs them has them: of appsettings.json, the environment and the command line.</summary>
internal static class SettingsSources
{
    public const int BadSettings = 2;

    public static IConfigurationRoot Of(IReadOnlyList<string> args) => new ConfigurationBuilder()
        .SetBasePath(Environment.CurrentDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine([.. args])
        .Build();

    /// <summary>Null where something is missing or wrong; then it has been said.</summary>
    public static Task<BridgeSettings?> ReadAsync(IReadOnlyList<string> args, TextWriter error) => ReadAsync(args, SettingsReader.Read, error);

    /// <param name="read">Takes what is needed of them.</param>
    public static async Task<T?> ReadAsync<T>(IReadOnlyList<string> args, Func<IConfigurationRoot, T> read, TextWriter error)
        where T : class
    {
        try
        {
            return read(Of(args));
        }
        catch (SettingsException wrong)
        {
            await error.WriteLineAsync("The bridge can't start with these settings:");
            foreach (var problem in wrong.Problems)
                await error.WriteLineAsync($"  {problem}");
            return null;
        }
    }
}
