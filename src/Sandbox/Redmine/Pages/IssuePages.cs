using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>
/// What a person sees who follows a link to a ticket or to a list. There is no login here: everybody sees everything, and who
/// <c>me</c> is in a list's address can be chosen on the page.
/// </summary>
internal static class IssuePages
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(WebApplication app, RedmineWorld world)
    {
        foreach (var path in new[] { "/", "/issues", "/projects" })
            app.MapMethods(path, Methods, context => Show(context, ListPage.Of(world, context.Request)));
        foreach (var path in new[] { "/projects/{project}", "/projects/{project}/issues" })
        {
            app.MapMethods(path, Methods, context => Show(
                context,
                world.Data.FindProject((string)context.Request.RouteValues["project"]!) is { } p ? ListPage.Of(world, context.Request, p) : null));
        }

        app.MapMethods("/issues/{id:int}", Methods, context => Show(
            context,
            world.Data.Issues.GetValueOrDefault(int.Parse((string)context.Request.RouteValues["id"]!, null)) is { } issue ? TicketPage.Of(world, issue) : null));
        // A form without its token.
        app.MapPost("/issues", context => Refuse(context, 422));
    }

    private static async Task Show(HttpContext context, Page? page)
    {
        if (StandInRedmine.WantsJson(context.Request))
        {
            await Refuse(context, 406);
            return;
        }

        context.Response.StatusCode = page is null ? 404 : 200;
        context.Response.ContentType = "text/html; charset=utf-8";
        page ??= new("Not found", "<h1>Not found</h1><p>The page doesn't exist or has been removed.</p>");
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(page.Html, context.RequestAborted);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
