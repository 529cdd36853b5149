using Akka.Configuration;

namespace RedmineBridge.Host.Wiring;

/// <summary>Akka's own settings: <c>hocon.conf</c> in the working directory, else the one beside the program.</summary>
internal static class HoconFile
{
    public static Config Read()
    {
        var path = new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .Select(d => Path.Combine(d, "hocon.conf"))
            .FirstOrDefault(File.Exists);
        return path is null ? Config.Empty : ConfigurationFactory.ParseString(File.ReadAllText(path));
    }
}
