using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.People;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Commands;

/// <summary><c>export</c>: all that is stored of a person, as JSON, for whoever asks for their data.</summary>
internal sealed class ExportCommand() : PersonCommand(
    "export", "Writes all that is stored of a person to the output, as JSON.", "The Mattermost login, or the id of the account.")
{
    /// <summary>For people to read: letters of all languages stand as they are.</summary>
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override async Task<(bool IsDone, string Said)> DoAsync(string login, IServiceProvider services, CancellationToken cancellation)
    {
        if (await StoredPerson.FindAsync(login, services, cancellation) is not { } person)
            return (false, StoredPerson.NobodySentence(login));
        var history = await services.GetRequiredService<StoredHistory>().ReadAsync(person.User, cancellation);
        return (true, new JsonObject
        {
            ["mattermostId"] = person.User.Value,
            ["pinnedLogins"] = new JsonArray([.. person.Logins.Select(l => JsonValue.Create(l))]),
            ["connectedAs"] = await services.GetRequiredService<IConnectedPeople>().FindAsync(person.User, cancellation) is { } own
                ? new JsonObject { ["id"] = own.Account.Id, ["login"] = own.Account.Login, ["name"] = own.Account.Name }
                : null,
            ["history"] = new JsonArray([.. history.Events.Select(Stored)]),
            ["state"] = history.State is { } state ? Stored(state) : null,
        }.ToJsonString(Readable));
    }

    private static JsonObject Stored(StoredHistory.Item item) =>
        new() { ["number"] = item.Number, ["what"] = item.Manifest, ["data"] = JsonNode.Parse(item.Json) };
}
