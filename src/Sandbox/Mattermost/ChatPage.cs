using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace RedmineBridge.Sandbox.Mattermost;

/// <summary>
/// The page through which people use the stand-in. It speaks Mattermost's own wire and nothing else, loads nothing from elsewhere, and
/// runs no script but its own, whatever anybody writes into a post.
/// </summary>
internal static class ChatPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly EmbeddedFileProvider Files = new(typeof(ChatPage).Assembly, "RedmineBridge.Sandbox.Chat");

    public static void Map(WebApplication app)
    {
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = Files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = Files, OnPrepareResponse = Prepare });
        // Links to posts: the page finds the post that its address names.
        app.MapGet("/{team}/pl/{post}", Show);
    }

    /// <summary>A newer build's files replace the old ones at once; unchanged ones aren't sent again.</summary>
    private static void Prepare(StaticFileResponseContext file) => SetHeaders(file.Context.Response);

    private static async Task Show(HttpContext context)
    {
        SetHeaders(context.Response);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.SendFileAsync(Files.GetFileInfo("index.html"), context.RequestAborted);
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
