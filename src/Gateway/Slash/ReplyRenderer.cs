using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>Puts replies into the words and the JSON of a slash command's or a button's answer.</summary>
internal sealed class ReplyRenderer(SlashSettings settings, MattermostServer server, string botName, IDataProtector protector, TimeProvider clock)
{
    /// <param name="invites">The bot is no member where help was asked for, and can be invited.</param>
    public JsonObject Command(Reply reply, SlashCall call, bool invites) => reply switch
    {
        Reply.Help help => Private(Help(help, call, invites)),
        Reply.Tickets tickets => Table(tickets, call),
        Reply.Linked { Text.Length: > 0 } linked => Linked(linked),
        _ => Private(Sentence(reply, call.Trigger)),
    };

    /// <summary>A button's answer can carry no further button, so it ends with what to type.</summary>
    public JsonObject Button(Reply reply, SlashCall call) =>
        Ephemeral(reply is Reply.Tickets tickets ? new TableRenderer(settings.Redmine, server.MaxPostSize).Render(tickets, call.Trigger, withHint: true) : Sentence(reply, call.Trigger));

    public static JsonObject Ephemeral(string text) => new() { ["ephemeral_text"] = text, ["skip_slack_parsing"] = true };

    /// <summary>Only the caller sees it. Without the last key old servers would read addresses and mentions into it.</summary>
    public static JsonObject Private(string text) => new()
    {
        ["response_type"] = "ephemeral",
        ["text"] = text,
        ["skip_slack_parsing"] = true,
    };

    private static string Sentence(Reply reply, string trigger) => reply switch
    {
        Reply.Refusal { Reason: RefusalReason.NothingToLink } refusal => Sentences.In(refusal.Language).Format("NothingToLink", trigger),
        Reply.Refusal refusal => RefusalSentences.Of(refusal),
        _ => Sentences.In(reply.Language)["RedmineOtherAnswer"],
    };

    private JsonObject Table(Reply.Tickets reply, SlashCall call)
    {
        var body = Private(new TableRenderer(settings.Redmine, server.MaxPostSize).Render(reply, call.Trigger, withHint: false));
        var page = reply.Page;
        if (page.Page >= page.Pages)
            return body;
        var say = Sentences.In(reply.Language);
        var context = new ButtonContext(call.User, call.Trigger, page.List, page.Page + 1, page.PageSize, clock.GetUtcNow() + settings.ButtonsLast);
        body["attachments"] = new JsonArray(new JsonObject
        {
            ["fallback"] = say.Format("NextPageHint", call.Trigger, TableRenderer.Word(page.List, reply.Language), page.Page + 1),
            ["actions"] = new JsonArray(new JsonObject
            {
                ["id"] = "next",
                ["type"] = "button",
                ["name"] = say["NextButton"],
                ["integration"] = new JsonObject
                {
                    ["url"] = settings.ActionUrl.AbsoluteUri,
                    ["context"] = new JsonObject { ["sealed"] = context.Seal(protector) },
                },
            }),
        });
        return body;
    }

    /// <summary>The person's own text for all to read; what could not be linked is for them alone.</summary>
    private static JsonObject Linked(Reply.Linked reply)
    {
        var body = new JsonObject { ["response_type"] = "in_channel", ["text"] = reply.Text, ["skip_slack_parsing"] = true };
        if (reply.Unseen.Count > 0)
        {
            var refusal = new Reply.Refusal(reply.Language, RefusalReason.TicketsUnseen, reply.Unseen.Select(t => $"#t{t}"));
            body["extra_responses"] = new JsonArray(Private(RefusalSentences.Of(refusal)));
        }

        return body;
    }

    private string Help(Reply.Help help, SlashCall call, bool invites)
    {
        var say = Sentences.In(help.Language);
        var text = new StringBuilder();
        if (help.Unknown is { Length: > 0 } word)
        {
            var shown = MarkdownText.Shorten(word, 60).Replace('`', '\'').ReplaceLineEndings(" ");
            text.Append(CommandParser.Nearest(word, help.Language) is { } near
                ? say.Format("UnknownWordNear", shown, call.Trigger, near)
                : say.Format("UnknownWord", shown)).Append("\n\n");
        }

        text.Append(say["HelpIntro"]).Append('\n');
        foreach (var line in new[] { "HelpReferences", "HelpMine", "HelpCreated", "HelpLink", "HelpBatch" })
            text.Append("- ").Append(say.Format(line, call.Trigger)).Append('\n');
        text.Append('\n').Append(help.IsMapped ? say["HelpMapped"] : say.Format("HelpNotMapped", help.Username));
        if (invites)
            text.Append("\n\n").Append(say.Format("HelpInvite", botName));
        return text.ToString();
    }
}
