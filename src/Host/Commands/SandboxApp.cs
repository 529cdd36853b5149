using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Settings;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Commands;

/// <summary>
/// The bridge as an App of the stand-in. Each word is offered by one door only, so an administrator's slash command has the one word, and
/// the App the word of the first version.
/// </summary>
internal sealed class SandboxApp(MattermostWorld world)
{
    public const string Trigger = "redmine";

    private readonly string _secret = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The first version's command, through the Apps framework.</summary>
    public const string Command = $"/{SlashSettings.FirstVersionTrigger} create_ticket_by_form";

    /// <summary>Registers the slash command, or corrects its address.</summary>
    public BridgeSettings Adapt(BridgeSettings settings)
    {
        var (team, url) = (world.Teams.Single(), new Uri(settings.PublicUrl, SlashSettings.CommandPath));
        var say = Sentences.In(settings.Language);
        var command = world.Commands.FirstOrDefault(c => c.Trigger == Trigger) is { } known
            ? world.Redirect(known, url)
            : world.AddCommand(team, Trigger, url, world.User("redmine"), c => c with
            {
                DisplayName = "Redmine", AutoCompleteDesc = say["CommandDescription"], AutoCompleteHint = say["CommandHint"],
            });
        return settings with { RegisterCommands = false, CommandTokens = [new(team.Name, Trigger, command.Token)], AppsSecret = _secret };
    }

    /// <summary>As the administrator does it.</summary>
    /// <exception cref="InvalidOperationException">The stand-in or the bridge refuses.</exception>
    public async Task InstallAsync(StandInMattermost mattermost, Uri bridge)
    {
        var answer = await mattermost.InstallAppAs(world.User("admin"), new Uri(bridge, "/manifest.json"), _secret);
        if ((string?)answer["type"] != "ok" || Text(answer).Contains("failure", StringComparison.Ordinal))
            throw new InvalidOperationException($"The App can't be installed: {Text(answer)}");
    }

    private static string Text(JsonObject answer) => (string?)answer["text"] ?? "";
}
