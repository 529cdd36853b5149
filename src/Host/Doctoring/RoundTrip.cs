using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Doctoring;

/// <summary>
/// Whether Mattermost reaches the bridge: the bot runs one of its commands in its conversation with itself. Bots don't act, so the running bridge
/// answers with the sentence that says so, and nothing is done.
/// </summary>
internal static partial class RoundTrip
{
    private const string Subject = "Bridge__PublicUrl";

    /// <summary>What a bot hears of the bridge, on good days and on bad ones.</summary>
    private static readonly string[] Sentences =
        [.. new[] { "MayNotAct", "StillWorking", "StoreAway", "BridgeBusy", "TooManyCalls", "MattermostAway" }
            .SelectMany(n => new[] { Actors.Texts.Sentences.In(Language.English)[n], Actors.Texts.Sentences.In(Language.Russian)[n] })];

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var url = tools.Settings.PublicUrl;
        if (!facts.BridgeRuns)
        {
            // Another program at that address is no bridge that only has to be started.
            var there = await WhoAnswers.AtAsync(url, tools.Http, tools.Limits, cancellation);
            yield return there.Who == WhoAnswers.Kind.Another && url != tools.Settings.ListenUrl
                ? Another(url, "")
                : Finding.Yellow(
                    Areas.PublicUrl, Subject, "No bridge runs, so it was not tried whether Mattermost reaches it.", "Start the bridge and run doctor again to try the round trip.");
        }
        else if (facts.Command is var (team, trigger))
        {
            var own = await tools.Mattermost.GetDirectChannelAsync(facts.Bot!.Id, facts.Bot.Id, cancellation);
            var body = new JsonObject { ["channel_id"] = own.Value, ["team_id"] = team.Id.Value, ["command"] = $"/{trigger} mine" };
            yield return await JudgeAsync(tools, team.Name, trigger, await RunAsync(tools, body, cancellation), cancellation);
        }
    }

    /// <summary>Null where Mattermost waits longer than we do.</summary>
    private static async Task<MattermostProbe.Answer?> RunAsync(DoctorTools tools, JsonObject body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(tools.Limits.RoundTrip);
        try
        {
            return await tools.Probe.AskAsync(HttpMethod.Post, "api/v4/commands/execute", limit.Token, body);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Finding> JudgeAsync(
        DoctorTools tools, string team, string trigger, MattermostProbe.Answer? answer, CancellationToken cancellation)
    {
        var url = tools.Settings.PublicUrl;
        switch (answer)
        {
            case { Status: 200 } when Sentences.Contains(answer.Text("text")):
                return Finding.Green(Areas.PublicUrl, Subject, $"Mattermost reaches the bridge at {url}.");
            case { Status: 200 }:
                return Another(url, "");
            case { Status: 403 }:
                return Finding.Yellow(
                    Areas.PublicUrl, Subject, "The bot may not run commands, so it was not tried whether Mattermost reaches the bridge.", $"Have somebody type `/{trigger} help` in the team {team}.");
            case not null when answer.Text("id").EndsWith("not_found.app_error", StringComparison.Ordinal):
                return Finding.Red(
                    Areas.Commands,
                    $"{team} /{trigger}",
                    $"There is no /{trigger} in the team {team}, and the bot may not register it.",
                    "Grant the right that is named above, or register it yourself and set Commands__Register=off and Commands__TokensFile.");
            case not null when answer.Text("id").EndsWith("failed_resp.app_error", StringComparison.Ordinal):
                return await AnsweredAsync(tools, Status().Match(answer.Text("message")).Groups[1].Value, cancellation);
            case null:
            case not null when answer.Text("id").EndsWith("failed.app_error", StringComparison.Ordinal):
                return await NotReachedAsync(tools, answer?.Text("detailed_error") ?? "", cancellation);
            default:
                return Finding.Yellow(
                    Areas.PublicUrl,
                    Subject,
                    $"Mattermost did not run /{trigger} (status {answer.Status}), so it was not tried whether it reaches the bridge.",
                    $"Have somebody type `/{trigger} help` in the team {team}.");
        }
    }

    /// <summary>Somebody is there, and says no.</summary>
    private static async Task<Finding> AnsweredAsync(DoctorTools tools, string status, CancellationToken cancellation)
    {
        var url = tools.Settings.PublicUrl;
        if ((await WhoAnswers.AtAsync(url, tools.Http, tools.Limits, cancellation)).Who != WhoAnswers.Kind.Bridge)
            return Another(url, status.Length > 0 ? $" with status {status}" : "");
        return Finding.Red(
            Areas.PublicUrl,
            Subject,
            $"The bridge at {url} refuses Mattermost's call (status {status}): it does not know the command's token.",
            tools.Settings.RegisterCommands
                ? "Wait half a minute and run doctor again: the bridge has just read the tokens anew. If that lasts, another bridge than these settings' listens there."
                : "Copy the command's token (Integrations, Slash Commands) into Commands__TokensFile, and start the bridge anew.");
    }

    /// <summary>A real server keeps the reason to itself, unless it is one for developers: so we look from here who could be reached.</summary>
    private static async Task<Finding> NotReachedAsync(DoctorTools tools, string detail, CancellationToken cancellation)
    {
        var url = tools.Settings.PublicUrl;
        if (detail.Contains("address forbidden", StringComparison.Ordinal))
            return Finding.Red(Areas.PublicUrl, Subject, $"Mattermost does not call {url}: address forbidden.", Allow(url));
        var here = await WhoAnswers.AtAsync(url, tools.Http, tools.Limits, cancellation);
        return here.Who switch
        {
            WhoAnswers.Kind.Nobody => Finding.Red(
                Areas.PublicUrl,
                Subject,
                $"Nobody answers at {url}, neither to Mattermost nor to this machine: {here.Why}.",
                $"Correct Bridge__PublicUrl to where Mattermost's machine finds the bridge, which listens at {tools.Settings.ListenUrl}; or mend the proxy before it."),
            WhoAnswers.Kind.Another => Another(url, ""),
            _ => NotThrough(
                url,
                await InternalConnections.FindAsync(url.IdnHost, cancellation),
                await InternalConnections.FindMachineAsync(tools.Settings.MattermostUrl.IdnHost, cancellation)),
        };
    }

    /// <summary>Though the bridge answers there to this machine.</summary>
    /// <param name="addresses">Of the bridge's host.</param>
    /// <param name="mattermost">Of Mattermost's machine.</param>
    internal static Finding NotThrough(Uri url, IReadOnlyList<IPAddress> addresses, IReadOnlyList<IPAddress> mattermost)
    {
        var said = $"Mattermost does not get through to {url}, though the bridge answers there to this machine.";
        var why = addresses.Any(InternalConnections.IsReserved) ? "a private address"
            : InternalConnections.IsOwn(addresses, mattermost) ? "an address of Mattermost's own machine"
            : null;
        return why is null
            ? Finding.Red(
                Areas.PublicUrl,
                Subject,
                said,
                $"On Mattermost's machine run `curl -i {SlashSettings.CommandUrlAt(url).AbsoluteUri}`: it says whether the name, a firewall or the certificate is in the way; it must answer 405.")
            : Finding.Red(
                Areas.PublicUrl,
                Subject,
                $"{said} It is {why}, so most likely \"address forbidden\"; Mattermost gives the reason only with EnableDeveloper.",
                Allow(url) + " If that stands there already, look for a firewall, or a name or certificate that Mattermost's machine does not know.");
    }

    private static Finding Another(Uri url, string how) => Finding.Red(
        Areas.PublicUrl,
        Subject,
        $"Another program than the bridge answers{how} at {url}.",
        "Correct Bridge__PublicUrl, or have the proxy there lead /mattermost/ to the bridge.");

    private static string Allow(Uri url) =>
        $"In System Console, Environment, Developer, Allow untrusted internal connections to, or in ServiceSettings of config.json, write: \"AllowedUntrustedInternalConnections\": \"{url.IdnHost}\" (a blank, and what stands there already).";

    [GeneratedRegex(@"\b([1-5]\d\d)\b")]
    private static partial Regex Status();
}
