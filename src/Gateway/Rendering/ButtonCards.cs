using System.Text.Json.Nodes;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>A reply's menus and buttons as the attachments of a post or of a command's answer.</summary>
internal sealed class ButtonCards(SlashSettings settings, Seals seals, TimeProvider clock)
{
    /// <param name="origin">The person who may press them, and the channel that they will stand in.</param>
    /// <returns>Null when there are no buttons.</returns>
    public JsonArray? Write(RenderedReply reply, Origin origin, string trigger, Language language)
    {
        if (reply.Buttons.Count == 0 && reply.Menus.Count == 0)
            return null;
        var until = clock.GetUtcNow() + settings.SealsLast;
        return new(new JsonObject
        {
            ["fallback"] = string.Join(" · ", reply.Menus.Select(m => m.Label).Concat(reply.Buttons.Select(b => b.Label))),
            ["actions"] = new JsonArray([.. reply.Menus.Select(m => Menu(m, Sealed(m.Intent))), .. reply.Buttons.Select(b => Button(b, Sealed(b.Intent)))]),
        });

        SealedCall Sealed(Intent intent) => new(origin with { Door = Door.Button }, intent, trigger, language, until);
    }

    private JsonObject Button(ReplyButton button, SealedCall call)
    {
        var action = Action(button.Id, "button", button.Label, call);
        if (button.IsPrimary)
            action["style"] = "primary";
        return action;
    }

    private JsonObject Menu(ReplyMenu menu, SealedCall call)
    {
        var action = Action(menu.Id, "select", menu.Label, call);
        if (menu.Choices is { } choices)
            action["options"] = new JsonArray([.. choices.Select(c => new JsonObject { ["text"] = c.Text, ["value"] = c.Value })]);
        else
            action["data_source"] = "users";
        return action;
    }

    private JsonObject Action(string id, string type, string label, SealedCall call) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["name"] = label,
        ["integration"] = new JsonObject
        {
            ["url"] = settings.ActionUrl.AbsoluteUri,
            ["context"] = new JsonObject { ["sealed"] = seals.Seal(Seals.Button, call) },
        },
    };
}
