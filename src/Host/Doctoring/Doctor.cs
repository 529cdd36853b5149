using System.Data.Common;
using System.Net;
using System.Runtime.CompilerServices;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Doctoring;

/// <summary>
/// Looks at everything that the bridge needs, beside the running one and with its settings, and says what is wrong and how to mend it. It starts
/// no actors and changes nothing, on neither server and not in the database; only the bot's conversation with itself comes to exist.
/// </summary>
internal static class Doctor
{
    private static readonly Check[] Checks =
    [
        new(Areas.Settings, "settings", SettingsChecks.LookAsync),
        new(Areas.Settings, "proxy", ProxyCheck.LookAsync),
        new(Areas.Bridge, "Bridge__ListenUrl", ListeningCheck.LookAsync),
        new(Areas.Database, "database", DatabaseChecks.LookAsync),
        new(Areas.Mattermost, "Mattermost__Url", MattermostChecks.ReachAsync),
        new(Areas.Mattermost, "Mattermost__Token", MattermostChecks.TokenAsync, f => f.Mattermost is not null),
        new(Areas.Mattermost, "switches", MattermostChecks.SwitchesAsync, f => f.Bot is not null),
        new(Areas.Mattermost, "websocket", WebSocketCheck.LookAsync, f => f.Bot is not null),
        new(Areas.Mattermost, "teams", TeamChecks.CoverageAsync, f => f.Bot is not null),
        new(Areas.Mattermost, "rights", TeamChecks.RightsAsync, f => f.Teams.Count > 0),
        new(Areas.Redmine, "Redmine__Url", RedmineChecks.LookAsync),
        new(Areas.Redmine, "Redmine__PublicUrl", RedmineChecks.PublicUrlAsync, f => f.RedmineIsWell),
        new(Areas.Redmine, "Redmine__MarkField", RedmineChecks.MarkFieldAsync, f => f.RedmineIsWell),
        new(Areas.People, "map", PeopleChecks.LookAsync) { Within = limits => limits.Map },
        new(Areas.Commands, "commands", CommandChecks.LookAsync, f => f.Teams.Count > 0 && f.CommandsAreOn),
        new(Areas.Commands, "App", CommandChecks.AppAsync, f => f.Teams.Count > 0),
        new(Areas.PublicUrl, "Bridge__PublicUrl", RoundTrip.LookAsync, f => f.Bot is not null),
    ];

    /// <summary>Finding after finding, as they are made; within a minute. However it goes, it ends in findings and not in an exception.</summary>
    public static IAsyncEnumerable<Finding> ExamineAsync(BridgeSettings settings, TimeProvider clock, DoctorLimits limits, CancellationToken cancellation) =>
        ExamineAsync(settings, clock, limits, Checks, cancellation);

    internal static async IAsyncEnumerable<Finding> ExamineAsync(
        BridgeSettings settings, TimeProvider clock, DoctorLimits limits, IReadOnlyList<Check> checks, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            SslOptions = { RemoteCertificateValidationCallback = settings.Trust },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        await using var bridge = Build(settings, out var trouble);
        if (bridge is null)
        {
            yield return trouble!;
            yield break;
        }

        var services = bridge.Services;
        var tools = new DoctorTools(
            settings,
            new(http, settings, clock),
            services.GetRequiredService<IMattermostApi>(),
            services.GetRequiredService<IRedmineApi>(),
            services.GetRequiredService<BridgeDatabase>(),
            services.GetRequiredService<IPinnedUsers>(),
            http,
            clock,
            limits);
        var facts = new Facts();
        using var minute = new CancellationTokenSource(limits.All, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(minute.Token, cancellation);
        foreach (var check in checks)
        {
            if (check.MakesSense?.Invoke(facts) == false)
                continue;
            foreach (var finding in await LookAsync(check, tools, facts, either.Token))
                yield return finding;
            if (either.IsCancellationRequested)
            {
                var why = cancellation.IsCancellationRequested ? "Doctor was stopped" : "The minute that doctor takes is over";
                yield return Finding.Red(
                    check.Area, "time", $"{why}; what comes after this was not looked at.", "Mend what is red above, then run doctor again.");
                yield break;
            }
        }
    }

    /// <summary>Nothing of it is started, and it says nothing: what doctor says stands alone, for scripts above all.</summary>
    private static WebApplication? Build(BridgeSettings settings, out Finding? trouble)
    {
        trouble = null;
        try
        {
            return Wiring.Bridge.Build(settings, adapt: b => b.Logging.ClearProviders());
        }
        catch (Exception failure)
        {
            trouble = Failed(Areas.Bridge, "parts", failure);
            return null;
        }
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(Check check, DoctorTools tools, Facts facts, CancellationToken cancellation)
    {
        List<Finding> findings = [];
        var within = check.Within(tools.Limits);
        using var time = new CancellationTokenSource(within, tools.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            while (await LookOnceAsync(check, tools, facts, findings, limit.Token) is { } pause)
                await Task.Delay(pause, tools.Clock, limit.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !time.IsCancellationRequested)
        {
            // Whoever asks says that the time of all is over.
        }
        catch (OperationCanceledException)
        {
            findings.Add(Finding.Red(
                check.Area,
                check.Subject,
                $"No answer within {within.TotalSeconds:0} seconds.",
                "See what keeps it: the machine's load, a firewall, a proxy; then run doctor again."));
        }
        catch (Exception failure) when (failure is HttpRequestException or MattermostException or DbException)
        {
            findings.Add(Finding.Red(
                check.Area, check.Subject, $"This could not be looked at: {failure.Message.TrimEnd('.')}.", "If that lasts, look into the server's own log for what it was asked."));
        }
        catch (Exception failure)
        {
            findings.Add(Failed(check.Area, check.Subject, failure));
        }

        return findings;
    }

    /// <summary>Nobody has thought of it. What an exception says may quote an answer or a file, and secrets stand there: its kind alone is told.</summary>
    private static Finding Failed(string area, string subject, Exception failure) => Finding.Red(
        area,
        subject,
        $"This could not be looked at: doctor itself failed ({failure.GetBaseException().GetType().Name}).",
        $"Please report it as an issue where you have the bridge from, with this line, the bridge's version ({StatusPage.Version}) and those of Mattermost and Redmine.");

    /// <returns>How long Mattermost's rate limit has us wait before it is looked at again; null where it doesn't.</returns>
    private static async Task<TimeSpan?> LookOnceAsync(Check check, DoctorTools tools, Facts facts, List<Finding> findings, CancellationToken cancellation)
    {
        findings.Clear();
        try
        {
            await foreach (var finding in check.Look(tools, facts, cancellation))
                findings.Add(finding);
            return null;
        }
        catch (MattermostException limited) when (limited.Status == (int)HttpStatusCode.TooManyRequests)
        {
            return limited.RetryAfter ?? TimeSpan.FromSeconds(1);
        }
    }
}
