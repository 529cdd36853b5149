using System.Text.Json;
using System.Text.Json.Serialization;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Serialization;

/// <summary>Ids are written as the bare text or number that they are.</summary>
internal abstract class TextIdJson<T>(Func<string, T> make, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetString() ?? throw new JsonException("An id is null."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}

internal sealed class UserIdJson() : TextIdJson<UserId>(v => new(v), i => i.Value);

internal sealed class PostIdJson() : TextIdJson<PostId>(v => new(v), i => i.Value);

internal sealed class ChannelIdJson() : TextIdJson<ChannelId>(v => new(v), i => i.Value);

internal sealed class SealedKeyJson() : TextIdJson<SealedKey>(v => new(v), k => k.Text);

internal sealed class TicketIdJson : JsonConverter<TicketId>
{
    public override TicketId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, TicketId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
