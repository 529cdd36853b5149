using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Between HTTP and the calls: reads what is sent, writes answers and refusals with the headers of each.</summary>
internal sealed class ApiDoor(MattermostWorld world)
{
    /// <summary>Without a session only <paramref name="isForStrangers"/>.</summary>
    public RequestDelegate For(Func<ApiCall, ApiAnswer> work, bool isForStrangers = false)
    {
        return isForStrangers ? context => Answer(context, AtOnce) : ForSlow(AtOnce);

        Task<ApiAnswer> AtOnce(ApiCall call) => Task.FromResult(work(call));
    }

    public RequestDelegate ForSlow(Func<ApiCall, Task<ApiAnswer>> work)
    {
        return context => Answer(context, Known);

        Task<ApiAnswer> Known(ApiCall call) => call.Caller is null ? throw Refusals.SessionExpired(call.Token) : work(call);
    }

    public RequestDelegate Refusing(MattermostRefusalException refusal) => For(_ => throw refusal, isForStrangers: true);

    private async Task Answer(HttpContext context, Func<ApiCall, Task<ApiAnswer>> work)
    {
        var requestId = Guid.NewGuid().ToString("N")[..26];
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        ApiAnswer answer;
        try
        {
            answer = await work(new(world, context.Request, world.Bearer(ApiCall.TokenOf(context.Request)), body));
        }
        catch (MattermostRefusalException refusal)
        {
            answer = new(
                new JsonObject
                {
                    ["id"] = refusal.Id,
                    ["message"] = refusal.Message,
                    ["detailed_error"] = refusal.Detail,
                    ["request_id"] = requestId,
                    ["status_code"] = refusal.Status,
                },
                refusal.Status);
        }

        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.Text is null ? "application/json" : "text/plain";
        // By the world's clock; the web server would write its own.
        response.Headers.Date = world.Time.GetUtcNow().ToString("R");
        response.Headers.Vary = "Origin, Accept-Encoding";
        if (answer.SessionToken is { } token)
            response.Headers["Token"] = token;
        response.Headers["X-Request-Id"] = requestId;
        response.Headers["X-Version-Id"] = world.Settings.VersionId;
        await response.WriteAsync(answer.Text ?? WorldEvent.Text(answer.Body), context.RequestAborted);
    }
}
