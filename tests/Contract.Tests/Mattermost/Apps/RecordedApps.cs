using System.Globalization;
using System.Text.RegularExpressions;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>What the real plugin 1.2.2 answered to clients, and sent to an App without tokens, in the order of the recording.</summary>
internal static partial class RecordedApps
{
    private static readonly Dictionary<string, (int Status, string Text)> Steps = Read();

    public static int Status(string step) => Steps[step].Status;

    /// <summary>Tokens differ from server to server like ids, and look like them.</summary>
    public static string Text(string step) => Token().Replace(Steps[step].Text, "aaaaaaaaaaaaaaaaaaaaaaaaaa");

    private static Dictionary<string, (int, string)> Read()
    {
        var steps = new Dictionary<string, (int, string)>();
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Mattermost", "Recorded", "Apps", "apps-plugin-1.2.2.md"));
        foreach (var part in text.Split("\n## ").Skip(1))
        {
            var heading = Heading().Match(part.Split('\n', 2)[0]);
            steps.Add(
                heading.Groups["name"].Value,
                (int.TryParse(heading.Groups["status"].Value, CultureInfo.InvariantCulture, out var status) ? status : 0, part.Split('\n', 2)[1].Split("\n\nALL PASS")[0].Trim('\n')));
        }

        return steps;
    }

    [GeneratedRegex("^(?<name>.+?)(?: (?<status>[0-9]{3})(?: [0-9]+ ms)?)?$")]
    private static partial Regex Heading();

    [GeneratedRegex("TOKEN_[0-9]")]
    private static partial Regex Token();
}
