using Akka.Configuration;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Wiring;

/// <summary>Akka's own settings: <c>hocon.conf</c> in the working directory, else the one beside the program.</summary>
internal static class HoconFile
{
    private static readonly string[] Levels = ["DEBUG", "INFO", "WARNING", "ERROR", "OFF"];

    /// <exception cref="SettingsException">It can't be read.</exception>
    public static Config Read()
    {
        var path = new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .Select(d => Path.Combine(d, "hocon.conf"))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return Config.Empty;
        var config = Parse(path);
        if (config.HasPath("akka.loglevel") && !Levels.Contains(config.GetString("akka.loglevel") ?? "", StringComparer.OrdinalIgnoreCase))
            throw new SettingsException([$"akka.loglevel in {path} must be one of: {string.Join(", ", Levels)}."]);
        return config;
    }

    private static Config Parse(string path)
    {
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new SettingsException([$"{path} can't be read; let the bridge's account read it."]);
        }
        catch (Exception)
        {
            // The parser throws whatever it stumbles over.
            throw new SettingsException([$"{path} is not written as Akka's settings are: correct it, or remove it."]);
        }
    }
}
