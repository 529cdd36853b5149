using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>One call of the REST API: who calls, with what.</summary>
internal sealed class ApiCall(MattermostWorld world, HttpRequest request, MattermostUser? me, string text)
{
    private readonly Lazy<JsonNode?> _body = new(() => Parse(text));

    public MattermostWorld World => world;

    /// <summary>The body as it was sent.</summary>
    public string Raw => text;

    public string? ContentType => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null;

    /// <summary>Null where the call needs no session and has none.</summary>
    public MattermostUser? Caller => me;

    /// <exception cref="MattermostRefusalException">There is no valid session.</exception>
    public MattermostUser Me => me ?? throw Refusals.SessionExpired(TokenOf(request));

    /// <summary>Anything that is no object reads as an empty one, as Mattermost itself does it.</summary>
    public JsonObject Body => _body.Value as JsonObject ?? [];

    /// <summary>A list of ids or names.</summary>
    public IReadOnlyList<string> BodyList => _body.Value is JsonArray items ? [.. items.OfType<JsonValue>().Select(i => i.TryGetValue<string>(out var s) ? s : "")] : [];

    public static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
    }

    public string Route(string name) => (string)request.RouteValues[name]!;

    public string Query(string name) => request.Query[name].ToString();

    public string Text(string name) => Body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>By an id, or <c>me</c>.</summary>
    public MattermostUser RouteUser(string name = "user") =>
        Route(name) is var id && id == "me" ? Me : world.FindUser(id) ?? throw Refusals.NoUser($"resource: User id: {id}");

    public MattermostChannel RouteChannel() => world.FindChannel(Route("channel")) ?? throw Refusals.NoChannel(Route("channel"));

    public MattermostPost RoutePost() => world.FindPost(Route("post")) ?? throw Refusals.NoPost(Route("post"));

    public void RequireTeam(string permission, string teamId)
    {
        if (!world.MayInTeam(Me, permission, teamId))
            throw Refusals.Permission(Me, permission);
    }

    public void RequireSystem(string permission)
    {
        if (!world.MayInSystem(Me, permission))
            throw Refusals.Permission(Me, permission);
    }

    public void RequireReading(MattermostChannel channel)
    {
        if (!world.MayRead(Me, channel))
            throw Refusals.Permission(Me, channel.Type == MattermostChannel.Public ? Permissions.ReadPublicChannel : Permissions.ReadChannel);
    }

    /// <summary>What is no JSON reads as nothing; what that leads to is each call's matter.</summary>
    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
