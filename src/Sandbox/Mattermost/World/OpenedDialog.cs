using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A dialog as all clients of one person got it, with everything that is in it: address and state are no secrets.</summary>
/// <param name="TriggerId">The short name of the trigger that opened it.</param>
/// <param name="Url">Where a submission goes.</param>
/// <param name="Json">Title, elements, state and the rest, in the wire's own words.</param>
public sealed record OpenedDialog(string UserId, string TriggerId, string Url, JsonElement Json)
{
    public string CallbackId => Text("callback_id");

    public string Title => Text("title");

    public string IntroductionText => Text("introduction_text");

    public string SubmitLabel => Text("submit_label");

    public string State => Text("state");

    /// <summary>Where a change of certain elements is told, to get the dialog anew; empty: nowhere.</summary>
    public string SourceUrl => Text("source_url");

    public bool NotifyOnCancel => Json.GetProperty("notify_on_cancel").GetBoolean();

    public IReadOnlyList<DialogElement> Elements =>
        Json.GetProperty("elements") is { ValueKind: JsonValueKind.Array } elements ? [.. elements.EnumerateArray().Select(e => new DialogElement(e))] : [];

    /// <summary>What was filled in in the steps before this one: clients send it along.</summary>
    internal JsonObject Answers { get; init; } = [];

    /// <exception cref="KeyNotFoundException">The dialog has no such element.</exception>
    public DialogElement Element(string name) => Elements.FirstOrDefault(e => e.Name == name) ?? throw new KeyNotFoundException($"The dialog has no element {name}.");

    private string Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
