using System.Text.RegularExpressions;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Slack's ways of writing, put into Mattermost's, unless an answer asks to be spared.</summary>
internal static partial class SlackText
{
    public static string Translate(MattermostWorld world, string text)
    {
        text = Broadcast().Replace(text, "@$1");
        text = Person().Replace(text, m => world.FindUser(m.Groups[1].Value) is { } user ? "@" + user.Username : m.Value);
        return Link().Replace(text, "[$2]($1)");
    }

    [GeneratedRegex("<!(here|channel|all)>")]
    private static partial Regex Broadcast();

    [GeneratedRegex("<@([a-z0-9]{26})>")]
    private static partial Regex Person();

    [GeneratedRegex(@"<([^<\|>]+)\|([^\|>]+)>")]
    private static partial Regex Link();
}
