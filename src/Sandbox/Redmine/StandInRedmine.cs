using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Sandbox.Redmine.Pages;
using RedmineBridge.Sandbox.Redmine.Wire;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Sandbox.Redmine;

/// <summary>
/// A Redmine 5.0 on PostgreSQL, as far as a bridge sees it: people, projects, dictionaries, and tickets read, listed and created,
/// with the rights, the silences and the error texts of the real one. For people in a browser it shows tickets as plain pages.
/// </summary>
public sealed class StandInRedmine(RedmineWorld world, int port = 0, string path = "") : StandInServer(port, path)
{
    /// <summary>What puma accepts of a request's query.</summary>
    private const int LongestQuery = 10 * 1024;

    /// <summary>Whom the request acts as; null for a stranger, and for a login that Redmine refuses to switch to.</summary>
    protected override string? ActingAs(HttpRequest request) => Identity.Of(world.Data, request).User?.Login;

    protected override void Configure(IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(k => k.Limits.MaxRequestLineSize = 4 * LongestQuery);

    protected override void Map(WebApplication app)
    {
        var api = new (string Method, string Path, Func<RedmineCall, RedmineAnswer> Work)[]
        {
            ("GET", "/users/current.json", UsersApi.Current),
            ("GET", "/users/{id}.json", UsersApi.Get),
            ("GET", "/users.json", UsersApi.List),
            ("GET", "/projects.json", ProjectsApi.List),
            ("GET", "/projects/{project}.json", ProjectsApi.Get),
            ("GET", "/projects/{project}/memberships.json", ProjectsApi.Memberships),
            ("GET", "/trackers.json", DictionariesApi.Trackers),
            ("GET", "/issue_statuses.json", DictionariesApi.Statuses),
            ("GET", "/enumerations/issue_priorities.json", DictionariesApi.Priorities),
            ("GET", "/roles.json", DictionariesApi.Roles),
            ("GET", "/roles/{id}.json", DictionariesApi.Role),
            ("GET", "/custom_fields.json", DictionariesApi.CustomFields),
            ("GET", "/issues.json", IssuesApi.List),
            ("GET", "/issues/{id}.json", IssuesApi.Get),
            ("POST", "/issues.json", NewIssueApi.Create),
            ("POST", "/projects/{project}/issues.json", NewIssueApi.CreateIn),
        };
        foreach (var (method, path, work) in api)
            app.MapMethods(path, method == "GET" ? ["GET", "HEAD"] : [method], context => Answer(context, work));
        IssuePages.Map(app, world);
        app.MapFallback("{*path}", context => WantsJson(context.Request) ? Write(context, RedmineAnswer.Broken(404)) : Write(context, RedmineAnswer.NotFound));
    }

    internal static bool WantsJson(HttpRequest request) => request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal);

    private async Task Answer(HttpContext context, Func<RedmineCall, RedmineAnswer> work)
    {
        if (context.Request.QueryString.Value?.Length > LongestQuery)
        {
            context.Response.StatusCode = 400;
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var data = world.Data;
        var who = Identity.Of(data, context.Request);
        var call = new RedmineCall(world, data, who.User, context.Request, body);
        await Write(context, who.SwitchRefused ? new(412) : data.LoginRequired && who.User is null ? call.Denied : work(call));
    }

    private async Task Write(HttpContext context, RedmineAnswer answer)
    {
        var response = context.Response;
        // As from behind a front server: puma itself sends none. Kestrel would write its own, by another clock than this world's.
        response.Headers.Date = world.Time.GetUtcNow().ToString("R");
        response.StatusCode = answer.Status;
        response.Headers["X-Request-Id"] = Guid.NewGuid().ToString();
        response.Headers["X-Runtime"] = "0.001000";
        response.Headers.CacheControl = answer.Status < 300 ? "max-age=0, private, must-revalidate" : "no-cache";
        if (answer.Status == 401)
            response.Headers.WWWAuthenticate = "Basic realm=\"Redmine API\"";
        if (answer.Location is { } location)
            response.Headers.Location = $"http://{context.Request.Host}{location}";
        if (answer.SetsCookie)
            response.Headers.SetCookie = "Redmine=bm90aGluZw%3D%3D; path=/; HttpOnly";
        if (answer.Body is null)
        {
            response.ContentType = "application/json";
            response.ContentLength = 0;
            return;
        }

        var text = RailsJson.Write(answer.Body);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (answer.Status < 300)
        {
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
            response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = 304;
                return;
            }
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = HttpMethods.IsHead(context.Request.Method) ? 0 : bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
