using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Gateway.Slash;

/// <summary>Answers as the wires of commands, buttons and dialogs ask for them.</summary>
internal static class ReplyJson
{
    /// <summary>Nothing is shown; a dialog closes.</summary>
    public static JsonObject Nothing => [];

    /// <summary>
    /// A command's answer that only the caller sees, from the bot where the server lets names be overridden: else it would be from the caller.
    /// Without the last key old servers would read addresses and mentions into it.
    /// </summary>
    public static JsonObject Private(string text, string botName, JsonArray? attachments = null)
    {
        var body = new JsonObject { ["response_type"] = "ephemeral", ["text"] = text, ["username"] = botName, ["skip_slack_parsing"] = true };
        if (attachments is not null)
            body["attachments"] = attachments;
        return body;
    }

    /// <summary>A command's answer for all, in the caller's name.</summary>
    public static JsonObject Public(string text) => new() { ["response_type"] = "in_channel", ["text"] = text, ["skip_slack_parsing"] = true };

    /// <summary>A button's answer that only the presser sees; it can carry no further button.</summary>
    public static JsonObject Ephemeral(string text) => new() { ["ephemeral_text"] = text, ["skip_slack_parsing"] = true };

    /// <summary>A dialog stays open with what was typed and says this at its foot.</summary>
    public static JsonObject Error(string text) => new() { ["error"] = text };

    /// <summary>The same, at one of its fields.</summary>
    public static JsonObject Problem(string field, string text) => new() { ["errors"] = new JsonObject { [field] = text } };

    /// <summary>What a look-up has found.</summary>
    public static JsonObject Choices(IEnumerable<FieldChoice> choices) => new()
    {
        ["items"] = new JsonArray([.. choices.Select(c => new JsonObject { ["text"] = c.Text, ["value"] = c.Value })]),
    };

    /// <summary>Takes the place of the dialog that was submitted or refreshed; servers from 11.1 know it.</summary>
    public static JsonObject Form(JsonObject dialog) => new() { ["type"] = "form", ["form"] = dialog };
}
