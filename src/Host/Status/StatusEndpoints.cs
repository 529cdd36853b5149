using System.Text.Json.Nodes;
using Prometheus;

namespace RedmineBridge.Host.Status;

/// <summary>What an administrator and their monitoring look at. Nothing here is private.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder routes, StatusBoard board, CollectorRegistry metrics, DateTimeOffset startedAt)
    {
        routes.MapGet("/health/live", () => Results.Text("alive\n"));
        routes.MapGet("/health/ready", () => Results.Json(Describe(board), statusCode: board.IsReady ? 200 : 503));
        routes.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
            await metrics.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
        });
        routes.MapGet("/", () => Results.Content(StatusPage.Render(board, startedAt), "text/html; charset=utf-8"));
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
