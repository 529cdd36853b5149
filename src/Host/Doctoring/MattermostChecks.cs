using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Whether Mattermost answers, who the bot is, and which of the server's own switches are in the way.</summary>
internal static class MattermostChecks
{
    private const string BotCreation = "EnableBotAccountCreation";
    private const string Config = "api/v4/config/client?format=old";
    private static readonly Version Oldest = new(5, 37);
    private static readonly Version Newest = new(12, int.MaxValue);

    /// <summary>From here on a lost WebSocket is always resumed.</summary>
    private static readonly Version Reliable = new(6, 3);

    public static async IAsyncEnumerable<Finding> ReachAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const string subject = "Mattermost__Url";
        var url = tools.Settings.MattermostUrl;
        MattermostProbe.Answer? answer = null;
        var why = "";
        try
        {
            answer = await tools.Probe.AskAsync(HttpMethod.Get, Config, cancellation, asBot: false);
        }
        catch (HttpRequestException failure)
        {
            why = (failure.InnerException ?? failure).Message.TrimEnd('.');
        }

        if (answer is null)
        {
            yield return Finding.Red(
                Areas.Mattermost,
                subject,
                $"Mattermost does not answer at {url}: {why}.",
                "Start Mattermost, or correct Mattermost__Url; where its certificate is a company's own, name the authority in Bridge__CaFile.");
            yield break;
        }

        if (answer.Text("Version") is not { Length: > 0 } version)
        {
            yield return Finding.Red(
                Areas.Mattermost,
                subject,
                $"What answers at {url} is no Mattermost (status {answer.Status}).",
                "Correct Mattermost__Url: it is the address in the browser up to the team's name, with the path if Mattermost has one.");
            yield break;
        }

        facts.Mattermost = Texts(answer);
        yield return Finding.Green(Areas.Mattermost, subject, $"Mattermost answers at {url}.");
        yield return OfVersion(version, facts);
        yield return ClockCheck.Judge(Areas.Mattermost, "Mattermost", answer.Date, tools.Clock.GetUtcNow());
    }

    public static async IAsyncEnumerable<Finding> TokenAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const string subject = "Mattermost__Token";
        var me = await tools.Probe.AskAsync(HttpMethod.Get, "api/v4/users/me", cancellation);
        if (me.Status == 401)
        {
            yield return Finding.Red(
                Areas.Mattermost,
                subject,
                "Mattermost refuses Mattermost__Token: it was revoked, belongs to another server, or the bot is deactivated, as bots are with the account that owns them.",
                "Integrations, Bot Accounts: a bot that is disabled has to be enabled, and given to an account that stays (mmctl bot assign redmine <username>). "
                + "Else create a new token for the bot and set Mattermost__Token to it.");
            yield break;
        }

        if (me.Text("username") is not { Length: > 0 } name || me.Text("id").Length == 0)
        {
            yield return Finding.Red(
                Areas.Mattermost, subject, $"Mattermost doesn't say whose Mattermost__Token is (status {me.Status}).", "Look into Mattermost's log, or into that of the proxy before it.");
            yield break;
        }

        if (!(me.Body.TryGetProperty("is_bot", out var isBot) && isBot.ValueKind == JsonValueKind.True))
        {
            yield return Finding.Red(
                Areas.Mattermost,
                subject,
                $"Mattermost__Token is that of @{name}, who is a person and no bot: all that the bridge says would come from them.",
                "Create a bot account (Integrations, Bot Accounts), set Mattermost__Token to its token, and revoke this one.");
            if (!BotsCanBeMade(facts))
            {
                yield return Finding.Yellow(
                    Areas.Mattermost,
                    BotCreation,
                    "Bot accounts are switched off, so none can be created.",
                    "System Console, Integrations, Bot Accounts: set Enable Bot Account Creation to true; once the bot is there, it may be off again.");
            }

            yield break;
        }

        facts.Bot = new(new(me.Text("id")), name, me.Text("roles").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        yield return Finding.Green(Areas.Mattermost, subject, $"The token is that of the bot @{name}.");
        if (facts.Bot.Roles.Contains("system_admin"))
        {
            yield return Finding.Yellow(
                Areas.Mattermost,
                "roles",
                $"@{name} is a System Admin: whoever gets hold of its token has the whole server.",
                "Integrations, Bot Accounts, Edit: set its role to Member and switch on post:all; then grant what is missing, as doctor says.");
        }

        facts.Mattermost = Texts(await tools.Probe.AskAsync(HttpMethod.Get, Config, cancellation));
    }

    public static async IAsyncEnumerable<Finding> SwitchesAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return facts.CommandsAreOn
            ? Finding.Green(Areas.Mattermost, "EnableCommands", "Custom slash commands are switched on.")
            : Finding.Red(
                Areas.Mattermost,
                "EnableCommands",
                "Custom slash commands are switched off.",
                "System Console, Integrations, Integration Management: set Enable Custom Slash Commands to true.");
        yield return Finding.Green(
            Areas.Mattermost,
            BotCreation,
            BotsCanBeMade(facts) ? "Bot accounts can be created." : "Bot accounts can't be created, and need not be: the bot is there.");
        yield return await SiteUrlAsync(tools, facts, cancellation);
        if (facts.MattermostVersion is { } version && version < Reliable)
        {
            yield return facts.Mattermost!.GetValueOrDefault("EnableReliableWebSockets") == "true"
                ? Finding.Green(Areas.Mattermost, "EnableReliableWebSockets", "A lost WebSocket is resumed.")
                : Finding.Yellow(
                    Areas.Mattermost,
                    "EnableReliableWebSockets",
                    "A lost WebSocket can't be resumed: each time all channels are read again.",
                    "In Mattermost's config.json set \"EnableReliableWebSockets\": true in ServiceSettings; from 6.3 on it always is.");
        }
    }

    /// <summary>The server tells everybody.</summary>
    private static bool BotsCanBeMade(Facts facts) => facts.Mattermost!.GetValueOrDefault(BotCreation) != "false";

    private static Finding OfVersion(string text, Facts facts)
    {
        if (!Version.TryParse(text, out var version))
            return Finding.Green(Areas.Mattermost, "version", "Mattermost does not say its version as numbers.");
        facts.MattermostVersion = version;
        const string known = "the bridge is made for 5.37 to 12";
        return version >= Oldest && version <= Newest
            ? Finding.Green(Areas.Mattermost, "version", $"This is Mattermost {version}; {known}.")
            : Finding.Yellow(
                Areas.Mattermost,
                "version",
                $"This is Mattermost {version}; {known}.",
                version < Oldest ? "Upgrade Mattermost." : "Look whether there is a newer bridge; try this one out before everybody does.");
    }

    /// <summary>Links and late answers go by it. Another host than ours is fine where it is the same server, which its own id shows.</summary>
    private static async Task<Finding> SiteUrlAsync(DoctorTools tools, Facts facts, CancellationToken cancellation)
    {
        const string subject = "SiteURL";
        var url = tools.Settings.MattermostUrl;
        if (!Uri.TryCreate(facts.Mattermost!.GetValueOrDefault(subject), UriKind.Absolute, out var site) || site.Scheme is not ("http" or "https"))
        {
            return Finding.Yellow(
                Areas.Mattermost,
                subject,
                "Mattermost's Site URL is not set: links to messages, and on newer servers commands, need it.",
                $"System Console, Environment, Web Server: set Site URL to the address that people use, for example {url}.");
        }

        if (site.Host == url.Host || await IsSameAsync(tools, site, facts.Mattermost!, cancellation))
            return Finding.Green(Areas.Mattermost, subject, $"Mattermost's Site URL is {site}.");
        return Finding.Yellow(
            Areas.Mattermost,
            subject,
            $"Mattermost's Site URL is {site}, another host than Mattermost__Url has, and from here it can't be seen that both are the same server.",
            $"Where they are, nothing needs to be done. Else correct Mattermost__Url, or Site URL in System Console, Environment, Web Server.");
    }

    private static async Task<bool> IsSameAsync(DoctorTools tools, Uri site, IReadOnlyDictionary<string, string> ours, CancellationToken cancellation)
    {
        if (ours.GetValueOrDefault("DiagnosticId") is not { Length: > 0 } id)
            return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(tools.Limits.WhoAnswers);
        try
        {
            using var response = await tools.Http.GetAsync(new Uri($"{site.AbsoluteUri.TrimEnd('/')}/{Config}"), limit.Token);
            return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(limit.Token)).Contains($"\"{id}\"", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Texts(MattermostProbe.Answer answer) => answer.IsObject
        ? answer.Body.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).GroupBy(p => p.Name).ToDictionary(g => g.Key, g => g.First().Value.GetString()!)
        : [];
}
