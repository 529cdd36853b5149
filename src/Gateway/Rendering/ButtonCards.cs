using System.Text.Json.Nodes;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>A reply's buttons as the attachments of a post or of a command's answer.</summary>
internal sealed class ButtonCards(SlashSettings settings, Seals seals, TimeProvider clock)
{
    /// <param name="origin">The person who may press them, and the channel that they will stand in.</param>
    /// <returns>Null when there are no buttons.</returns>
    public JsonArray? Write(RenderedReply reply, Origin origin, string trigger, Language language)
    {
        if (reply.Buttons.Count == 0)
            return null;
        var until = clock.GetUtcNow() + settings.SealsLast;
        return new(new JsonObject
        {
            ["fallback"] = string.Join(" · ", reply.Buttons.Select(b => b.Label)),
            ["actions"] = new JsonArray([.. reply.Buttons.Select(b => Action(b, new(origin with { Door = Door.Button }, b.Intent, trigger, language, until)))]),
        });
    }

    private JsonObject Action(ReplyButton button, SealedCall call)
    {
        var action = new JsonObject
        {
            ["id"] = button.Id,
            ["type"] = "button",
            ["name"] = button.Label,
            ["integration"] = new JsonObject
            {
                ["url"] = settings.ActionUrl.AbsoluteUri,
                ["context"] = new JsonObject { ["sealed"] = seals.Seal(Seals.Button, call) },
            },
        };
        if (button.IsPrimary)
            action["style"] = "primary";
        return action;
    }
}
