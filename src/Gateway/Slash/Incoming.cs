using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Actor;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// One HTTP call on its way in: its bounds, its refusal, its answer. Here is the only Ask of the system: an HTTP call has to end.
/// </summary>
internal static partial class Incoming
{
    private const int MaxBytes = 64 * 1024;
    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 16 };

    /// <summary>False when it is too long and has been refused.</summary>
    public static bool Limit(HttpContext context, SlashDoor door)
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            door.Metrics.BoundReached(BoundReached.HttpBody);
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        return true;
    }

    /// <summary>Null when it is too long, no JSON object or no text, and has been refused.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context, SlashDoor door)
    {
        if (!Limit(context, door))
            return null;
        try
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body, Bounds, context.RequestAborted);
            if (body.RootElement.ValueKind == JsonValueKind.Object && IsText(body.RootElement))
                return body;
            body.Dispose();
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Exception broken) when (broken is JsonException or BadHttpRequestException)
        {
            context.Response.StatusCode = (broken as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
                door.Metrics.BoundReached(BoundReached.HttpBody);
        }

        return null;
    }

    /// <summary>JSON may hold what is no text, half a character for example; whoever reads it later must not stumble over that.</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element.EnumerateObject().All(p => p.Name is not null && IsText(p.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static void Refuse(HttpContext context, SlashDoor door, ILogger log, string what)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        door.Metrics.CallRefused(what);
        LogRefused(log, what, context.Connection.RemoteIpAddress?.ToString() ?? "somewhere");
    }

    public static async Task AnswerAsync(HttpContext context, SlashCall call, TimeSpan within, Func<IActorRef> gateway)
    {
        try
        {
            await WriteAsync(context, await gateway().Ask<SlashAnswer>(call, within + TimeSpan.FromSeconds(5), context.RequestAborted));
        }
        catch (AskTimeoutException)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }

    public static Task WriteAsync(HttpContext context, SlashAnswer answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }

    /// <summary>Ids end up in actor names and addresses: nothing but what Mattermost gives is let in.</summary>
    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    /// <summary>The name of a direct message is made of two ids; that of a group message is their hash.</summary>
    public static bool IsConversation(string channelName) => channelName.Contains("__", StringComparison.Ordinal) || GroupName().IsMatch(channelName);

    [LoggerMessage(LogLevel.Warning, "A call of a {What} from {Where} did not prove that it comes from our Mattermost; refused")]
    private static partial void LogRefused(ILogger log, string what, string where);

    [GeneratedRegex("^[a-z0-9]{26}$")]
    private static partial Regex Id();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex GroupName();
}
