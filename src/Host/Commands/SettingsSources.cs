using System.Text.Json;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary>The settings as every command that needs them has them: of appsettings.json, the environment and the command line.</summary>
internal static class SettingsSources
{
    public const int BadSettings = 2;

    private const string File = "appsettings.json";

    /// <exception cref="SettingsException">They can't be read at all.</exception>
    public static IConfigurationRoot Of(IReadOnlyList<string> args)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Environment.CurrentDirectory)
                .AddJsonFile(File, optional: true)
                .AddEnvironmentVariables()
                .AddCommandLine([.. args])
                .Build();
        }
        catch (InvalidDataException odd)
        {
            // What a parser says of a broken file may quote it, and secrets stand in it.
            var line = odd.GetBaseException() is JsonException { LineNumber: { } number } ? $" (line {number + 1})" : "";
            throw new SettingsException([$"{File} is no JSON{line}: correct it."]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{File} can't be read; let the bridge's account read it."]);
        }
    }

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
            await SayAsync(wrong, error);
            return null;
        }
    }

    /// <summary>A sentence for each setting.</summary>
    public static async Task SayAsync(SettingsException wrong, TextWriter error)
    {
        await error.WriteLineAsync("The bridge can't start with these settings:");
        foreach (var problem in wrong.Problems)
            await error.WriteLineAsync($"  {problem}");
    }
}
