using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>The plugin's own addresses: for clients, and for Apps with the token that a call brought them.</summary>
internal sealed class AppsApi(MattermostWorld world, AppsPlugin plugin)
{
    private const string Prefix = AppsPlugin.Path + "/api/v1";

    public void Map(WebApplication app)
    {
        app.MapPost(Prefix + "/call", With(CallApp));
        app.MapGet(Prefix + "/bindings", With(Bindings));
        app.MapPost(Prefix + "/install-app", With(Install));
        app.MapGet(Prefix + "/subscribe", With(Subscriptions));
        app.MapPost(Prefix + "/subscribe", With(Subscribe));
        app.MapPost(Prefix + "/unsubscribe", With(Unsubscribe));
        foreach (var path in new[] { "/kv/{key}", "/kv/{prefix}/{key}" })
        {
            app.MapGet(Prefix + path, With(ReadData));
            app.MapMethods(Prefix + path, ["PUT", "POST"], With(WriteData));
            app.MapDelete(Prefix + path, With(ForgetData));
        }

        app.MapGet(AppsPlugin.Path + "/apps/{app}/static/{*path}", With(Picture));
    }

    private async Task<IResult> CallApp(HttpContext context) => Json(await plugin.Call(Caller(context), await Body(context)));

    private async Task<IResult> Bindings(HttpContext context)
    {
        var query = context.Request.Query;
        var user = Caller(context) ?? throw AppsFailureException.Unauthorized("user ID is required");
        return Json(await plugin.Bindings(user, new()
        {
            TeamId = query["team_id"].ToString(), ChannelId = query["channel_id"].ToString(), UserAgent = query["user_agent"].ToString(),
        }));
    }

    private async Task<IResult> Install(HttpContext context)
    {
        var user = Caller(context) ?? throw AppsFailureException.Unauthorized("user ID is required");
        var id = AppJson.Text(await Body(context), "app_id");
        await plugin.Install(user, id, "", new() { AppId = id });
        return Results.Ok();
    }

    private Task<IResult> Subscriptions(HttpContext context) => Task.FromResult(Json(new JsonArray([.. world.SubscriptionsOf(App(context).Id).Select(s =>
    {
        var json = new JsonObject { ["subject"] = s.Subject };
        if (s.ChannelId.Length > 0)
            json["channel_id"] = s.ChannelId;
        if (s.TeamId.Length > 0)
            json["team_id"] = s.TeamId;
        json["call"] = s.Call.ToJson();
        return json;
    })])));

    private async Task<IResult> Subscribe(HttpContext context)
    {
        var subscription = await Subscription(context);
        subscription.Check();
        world.Subscribe(subscription);
        return Results.Ok();
    }

    private async Task<IResult> Unsubscribe(HttpContext context) =>
        world.Unsubscribe(await Subscription(context)) ? Results.Ok() : throw AppsFailureException.NotFound("no such subscription");

    private async Task<AppSubscription> Subscription(HttpContext context)
    {
        var app = App(context);
        var body = await Body(context);
        return new(
            app.Id, AppJson.Text(body, "subject"), AppJson.Text(body, "team_id"), AppJson.Text(body, "channel_id"),
            AppCall.Read("call", body["call"]) ?? new AppCall(""));
    }

    private Task<IResult> ReadData(HttpContext context) =>
        Task.FromResult(Results.Text(world.AppData(App(context).Id, Caller(context)!.Id, Key(context)) ?? "{}", "application/json"));

    private async Task<IResult> WriteData(HttpContext context)
    {
        var app = App(context);
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return Json(new JsonObject { ["changed"] = world.SetAppData(app.Id, Caller(context)!.Id, Key(context), text) });
    }

    private Task<IResult> ForgetData(HttpContext context)
    {
        world.SetAppData(App(context).Id, Caller(context)!.Id, Key(context), null);
        return Task.FromResult(Results.Ok());
    }

    private async Task<IResult> Picture(HttpContext context)
    {
        var app = world.FindApp((string)context.Request.RouteValues["app"]!) ?? throw AppsFailureException.NotFound("no such app");
        return await plugin.FetchStatic(app, (string?)context.Request.RouteValues["path"] ?? "") is { } picture
            ? Results.Bytes(picture.Bytes, picture.Type)
            : throw AppsFailureException.NotFound("no such file");
    }

    private static string Key(HttpContext context) => $"{context.Request.RouteValues.GetValueOrDefault("prefix")}/{context.Request.RouteValues["key"]}";

    private MattermostUser? Caller(HttpContext context) => world.Bearer(ApiCall.TokenOf(context.Request));

    private InstalledApp App(HttpContext context) =>
        world.AppOf(ApiCall.TokenOf(context.Request)) ?? throw AppsFailureException.Unauthorized("app ID is required");

    private static IResult Json(JsonNode body) => Results.Text(WorldEvent.Text(body), "application/json");

    private static async Task<JsonObject> Body(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        try
        {
            return JsonNode.Parse(await reader.ReadToEndAsync(context.RequestAborted)) as JsonObject ?? throw AppsFailureException.Invalid("not an object");
        }
        catch (JsonException broken)
        {
            throw AppsFailureException.Invalid(broken.Message);
        }
    }

    /// <summary>Failures are plain text here, as Go writes it.</summary>
    private RequestDelegate With(Func<HttpContext, Task<IResult>> work) => async context =>
    {
        IResult answer;
        try
        {
            answer = world.Settings.HasApps ? await work(context) : Results.Text("404 page not found\n", statusCode: 404);
        }
        catch (AppsFailureException failure)
        {
            answer = Results.Text(failure.Message + "\n", statusCode: failure.Status);
        }

        await answer.ExecuteAsync(context);
    };
}
