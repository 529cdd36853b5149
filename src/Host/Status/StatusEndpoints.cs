using System.Text.Json.Nodes;
using Prometheus;

namespace RedmineBridge.Host.Status;

/// <summary>What an administrator and their monitoring look at. Health and metrics have nothing private.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder routes, StatusBoard board, CollectorRegistry metrics, StatusPage page, StatusAccess access)
    {
        routes.MapGet("/health/live", () => Results.Text("alive\n"));
        routes.MapGet("/health/ready", () => Results.Json(Describe(board), statusCode: board.IsReady ? 200 : 503));
        routes.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
            await metrics.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
        });
        routes.MapGet("/", context => ShowAsync(context, page, access));
    }

    private static Task ShowAsync(HttpContext context, StatusPage page, StatusAccess access)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        if (access.Allows(context))
        {
            response.ContentType = "text/html; charset=utf-8";
            return response.WriteAsync(page.Render());
        }

        response.ContentType = "text/plain; charset=utf-8";
        if (!access.HasToken)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return response.WriteAsync("The status page is shown on the bridge's own machine. To see it from elsewhere, set Bridge__StatusToken.\n");
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Basic realm=\"Redmine Bridge\", charset=\"UTF-8\"";
        return response.WriteAsync("Give the token of Bridge__StatusToken as the password; the user name doesn't matter.\n");
    }

    private static JsonObject Describe(StatusBoard board)
    {
        var connections = new JsonObject();
        foreach (var entry in board.Entries)
        {
            connections[entry.Report.Name] = new JsonObject
            {
                ["state"] = entry.Report.State.ToString().ToLowerInvariant(),
                ["detail"] = entry.Report.Detail,
                ["since"] = entry.Since == DateTimeOffset.MinValue ? null : entry.Since.UtcDateTime.ToString("O"),
            };
        }

        return new JsonObject { ["ready"] = board.IsReady, ["connections"] = connections };
    }
}
