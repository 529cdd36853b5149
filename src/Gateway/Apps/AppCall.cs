using System.Text.Json;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Apps;

/// <summary>The body of a call, as far as the door needs it.</summary>
/// <param name="Origin">
/// Whose call the body says it is. Never where: the plugin looks the channel up with the bot's eyes, so nothing vouches that the person is
/// in it, and nothing may be shown there in their name.
/// </param>
internal sealed record AppCall(JsonElement Body, JsonElement Context, Origin Origin, Language Language)
{
    public JsonElement Values => Part(Body, "values");

    public JsonElement State => Part(Body, "state");

    /// <summary>The team that the call is about; null where it names none.</summary>
    public string? Team => Wire.Text(Part(Context, "team"), "id");

    public static AppCall Read(JsonElement body, Language otherwise)
    {
        var context = Part(body, "context");
        var person = Part(context, "acting_user");
        return new(
            body,
            context,
            new Origin(Door.App, new(Wire.Text(person, "id") ?? ""), new(""), null),
            Sentences.Of(Wire.Text(person, "locale"), otherwise));
    }

    private static JsonElement Part(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(key, out var part) ? part : default;
}
