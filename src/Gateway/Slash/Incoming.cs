using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Actor;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// One HTTP call on its way in: its bounds, its refusal, its answer. Here is the only Ask of the system: an HTTP call has to end.
/// </summary>
internal static partial class Incoming
{
    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 16 };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when it is too long, of another type, no JSON object or no text, and has been refused.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context, SlashDoor door)
    {
        if (!Accept(context, door, "application/json"))
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
            RefuseBroken(context, door, broken);
        }

        return null;
    }

    /// <summary>Null when it is too long, of another type or no text, and has been refused.</summary>
    public static async Task<IFormCollection?> ReadFormAsync(HttpContext context, SlashDoor door)
    {
        if (!Accept(context, door, "application/x-www-form-urlencoded"))
            return null;
        try
        {
            return new FormCollection(await new FormPipeReader(context.Request.BodyReader, Strict).ReadFormAsync(context.RequestAborted));
        }
        catch (Exception broken) when (broken is InvalidDataException or DecoderFallbackException or BadHttpRequestException)
        {
            RefuseBroken(context, door, broken);
            return null;
        }
    }

    /// <summary>What comes is as long as it may be, of the type that this door reads, in UTF-8, and not packed; false when it has been refused.</summary>
    private static bool Accept(HttpContext context, SlashDoor door, string type)
    {
        if (context.Request.ContentLength > SlashEndpoints.BodyBytesAtMost)
        {
            door.Metrics.BoundReached(BoundReached.HttpBody);
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = SlashEndpoints.BodyBytesAtMost;
        var isPacked = context.Request.Headers.ContentEncoding.Any(e => e is not (null or "") && !e.Equals("identity", StringComparison.OrdinalIgnoreCase));
        if (!isPacked
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var given)
            && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(given.Charset) is var charset
            && (charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return false;
    }

    private static void RefuseBroken(HttpContext context, SlashDoor door, Exception broken)
    {
        context.Response.StatusCode = (broken as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
        if (context.Response.StatusCode != StatusCodes.Status413PayloadTooLarge)
            return;
        door.Metrics.BoundReached(BoundReached.HttpBody);
        context.Response.Headers.Connection = "close";
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

    /// <summary>It did not prove itself. Who fails so too often is told no more than that; what is proved counts nothing here, wherever it comes from.</summary>
    /// <param name="status">403 where it is from our Mattermost, but not from whom it was meant for.</param>
    public static void Refuse(HttpContext context, SlashDoor door, ILogger log, string what, int status = StatusCodes.Status401Unauthorized)
    {
        var source = Source(context.Connection.RemoteIpAddress);
        door.Metrics.CallRefused(what);
        if (door.RefusalLines.TryTake(source))
            LogRefused(log, what, $"{context.Connection.RemoteIpAddress}", status);
        if (!door.Refusals.TryTake(source))
        {
            door.Metrics.BoundReached(BoundReached.RefusedCalls);
            status = StatusCodes.Status429TooManyRequests;
        }

        context.Response.StatusCode = status;
    }

    public static async Task AnswerAsync(HttpContext context, SlashDoor door, SlashCall call, TimeSpan within, Func<IActorRef> gateway)
    {
        if (!door.Calls.TryTake(call.User))
        {
            await WriteAsync(context, door.TooMany(call));
            return;
        }

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

    /// <summary>Whoever has one address of IPv6 has all that begin with the same 64 bits.</summary>
    private static IPAddress Source(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6)
            return address?.MapToIPv4() ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    [LoggerMessage(LogLevel.Warning, "A {What} call from {Where} did not prove that it comes from our Mattermost, and from whom it may; refused ({Status}). The next minute's from there are counted alone")]
    private static partial void LogRefused(ILogger log, string what, string where, int status);

    [GeneratedRegex(@"^[a-z0-9]{26}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex GroupName();
}
