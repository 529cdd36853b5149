using System.Runtime.CompilerServices;
using System.Text.Json;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Whether Redmine answers, takes the key, and is found by people; and the custom field for marks, where one is set.</summary>
internal static class RedmineChecks
{
    private const string Url = "Redmine__Url";
    private const string Key = "Redmine__ApiKey";
    private const string PublicUrl = "Redmine__PublicUrl";

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = tools.Settings;
        var answer = await tools.Redmine.SendAsync(new RedmineCall.CheckKey(), cancellation);
        var finding = answer switch
        {
            RedmineAnswer.KeyChecked { IsAdministrator: true } key => Finding.Green(Areas.Redmine, Key, $"Redmine takes the key; it is that of the administrator `{key.Login}`."),
            RedmineAnswer.KeyChecked key => Finding.Red(
                Areas.Redmine,
                Key,
                $"Redmine__ApiKey is the key of `{key.Login}`, who is no administrator: with it the bridge can't act as each person.",
                "Take the API access key of an administrator (My account in Redmine), or set Users__Link=connect and leave it out."),
            RedmineAnswer.Reached => Finding.Green(
                Areas.Redmine, Key, "Redmine answers; with Users__Link=connect the bridge has no key of its own, and people's are looked at with each of their calls."),
            RedmineAnswer.Misconfigured { Trouble: RedmineTrouble.KeyRefused } => Finding.Red(
                Areas.Redmine,
                Key,
                "Redmine refuses Redmine__ApiKey: it was replaced, or its account is locked.",
                "Copy the API access key of an administrator again (My account in Redmine)."),
            RedmineAnswer.Misconfigured { Trouble: RedmineTrouble.RestOff } => Finding.Red(
                Areas.Redmine, Url, "Redmine's REST web service is switched off.", "Administration, Settings, API: switch on Enable REST web service."),
            RedmineAnswer.Unreachable gone => Finding.Red(
                Areas.Redmine,
                Url,
                $"Redmine does not answer at {settings.RedmineUrl}: {gone.Why.TrimEnd('.')}.",
                "Start Redmine, or correct Redmine__Url (with the path if Redmine has one); where its certificate is a company's own, name the authority in Bridge__CaFile."),
            _ => Finding.Red(
                Areas.Redmine, Url, $"What answers at {settings.RedmineUrl} does not answer as Redmine does.", "Correct Redmine__Url: it is Redmine's address in the browser, with the path if it has one."),
        };
        facts.RedmineIsWell = finding.Level == Level.Green;
        yield return finding;
        if (!facts.RedmineIsWell)
            yield break;
        yield return Finding.Green(Areas.Redmine, "version", await VersionAsync(tools, cancellation));
        yield return ClockCheck.Judge(Areas.Redmine, "Redmine", answer.ServerTime, tools.Clock.GetUtcNow());
    }

    /// <summary>People may reach it where this machine doesn't.</summary>
    public static async IAsyncEnumerable<Finding> PublicUrlAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var address = tools.Settings.RedminePublicUrl;
        if (address == tools.Settings.RedmineUrl)
        {
            yield return Finding.Green(Areas.Redmine, PublicUrl, $"Links lead to {address}.");
            yield break;
        }

        var trouble = "";
        try
        {
            using var response = await tools.Http.GetAsync(Below(address, "users/current.json"), cancellation);
            // Redmine asks a stranger who they are.
            if ((int)response.StatusCode is not (200 or 401))
                trouble = $"what answers there is no Redmine (status {(int)response.StatusCode})";
        }
        catch (HttpRequestException failure)
        {
            trouble = (failure.InnerException ?? failure).Message.TrimEnd('.');
        }

        yield return trouble.Length == 0
            ? Finding.Green(Areas.Redmine, PublicUrl, $"Links lead to {address}, and Redmine answers there.")
            : Finding.Yellow(
                Areas.Redmine,
                PublicUrl,
                $"Links lead to {address}, where this machine doesn't find Redmine: {trouble}.",
                "Open it in a browser: where people find Redmine there, nothing needs to be done; else correct Redmine__PublicUrl.");
    }

    public static async IAsyncEnumerable<Finding> MarkFieldAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const string subject = "Redmine__MarkField";
        if (tools.Settings.MarkField is not { } named)
            yield break;
        if (await tools.Redmine.SendAsync(new RedmineCall.ReadCatalog(), cancellation) is not RedmineAnswer.CatalogRead read)
        {
            yield return Finding.Red(
                Areas.Redmine, subject, "Redmine's custom fields can't be read.", "Look into Redmine's log for what it answered to /custom_fields.json.");
            yield break;
        }

        var report = MarkField.Check(named, read.Catalog).Report;
        yield return report.State == ConnectionState.Online
            ? Finding.Green(Areas.Redmine, subject, $"The custom field {named} carries the marks of tickets.")
            : Finding.Yellow(
                Areas.Redmine,
                subject,
                report.Detail,
                "Administration, Custom fields, Issues: a field of the format text, for all projects and trackers, visible to everybody; or set Redmine__Mark to description.");
    }

    /// <summary>The API tells none, but its answers have grown.</summary>
    private static async Task<string> VersionAsync(DoctorTools tools, CancellationToken cancellation)
    {
        const string known = "the bridge is made for 5.0 to 7.0, and tried with 5.0.4";
        if (tools.Settings.RedmineApiKey is not { } key)
            return $"Redmine doesn't tell strangers of which version it is; {known}.";
        var has7 = await HasAsync(tools, key, "issue_statuses.json", "issue_statuses", "description", cancellation);
        var has51 = has7 == true ? true : await HasAsync(tools, key, "projects.json?limit=1", "projects", "homepage", cancellation);
        var like = has7 == true ? "from 7.0 on" : has51 == true ? "from 5.1 on" : has7 is null || has51 is null ? null : "before 5.1";
        return like is null
            ? $"Redmine doesn't tell its version, and its answers don't show it; {known}."
            : $"Redmine doesn't tell its version, but answers as {like}; {known}.";
    }

    /// <summary>Null where it doesn't answer as Redmine does.</summary>
    private static async Task<bool?> HasAsync(DoctorTools tools, string key, string path, string list, string name, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Below(tools.Settings.RedmineUrl, path));
        request.Headers.Add("X-Redmine-API-Key", key);
        using var response = await tools.Http.SendAsync(request, cancellation);
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            if (!response.IsSuccessStatusCode
                || body.RootElement.ValueKind != JsonValueKind.Object
                || !body.RootElement.TryGetProperty(list, out var rows)
                || rows.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            return rows.EnumerateArray().Any(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty(name, out _));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Uri Below(Uri address, string path) => new($"{address.AbsoluteUri.TrimEnd('/')}/{path}");
}
