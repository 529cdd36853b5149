using System.Collections.Immutable;
using System.Text;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>
/// Where replies become words and buttons, for slash commands, buttons, dialogs and direct messages alike. What people or Redmine wrote
/// is shown as it is: it formats and mentions nothing.
/// </summary>
internal sealed class ReplyRenderer(Uri redmine)
{
    private static readonly string[] HelpLines =
        ["HelpReferences", "HelpNew", "HelpBatch", "HelpMine", "HelpCreated", "HelpLink", "HelpProject", "HelpTalk", "HelpForget"];

    private static readonly string[] AppHelpLines = ["HelpReferences", "HelpAppNew", "HelpAppBatch", "HelpAppMine", "HelpAppCreated", "HelpTalk"];

    public RenderedReply Render(Reply reply, ReplyContext context)
    {
        var say = Sentences.In(reply.Language);
        return reply switch
        {
            Reply.Help help => new(Help(help, context, say)),
            Reply.Tickets tickets => Tickets(tickets, context, say),
            Reply.Linked linked => new(linked.Unseen.Count == 0 ? linked.Text : $"{linked.Text}\n\n{Unseen(linked)}"),
            Reply.Refusal { Reason: RefusalReason.NothingToLink } => new(say.Format("NothingToLink", context.Trigger)),
            // What was typed instead of a project.
            Reply.Refusal { Reason: RefusalReason.NoSuchProject, Details: [var typed] } refusal =>
                new(RefusalSentences.Of(new Reply.Refusal(refusal.Language, refusal.Reason, TicketCells.Shown(typed, 100)))),
            Reply.Refusal refusal => new(RefusalSentences.Of(refusal)),
            Reply.FormShown shown => Form(shown.Form, say),
            Reply.Creating => new(say["CreatingNow"]),
            Reply.Created created => new CreationRenderer(redmine, context).Render(created),
            Reply.BatchTaken => new(say.Format("BatchTaken", context.BotName)),
            Reply.BatchChecked batch => new BatchRenderer(redmine, context).Render(batch),
            Reply.Shared => new(say["Shared"]),
            Reply.ShareDoubted doubted => new(say.Format("ShareDoubted", TicketCells.Shown(doubted.Project, 100)))
            {
                Buttons = [new("share", say["ShareAnywayButton"], new Intent.ShareCreated(doubted.RequestId, IsSure: true))],
            },
            Reply.KeyWanted => new(say["KeyWanted"]) { Buttons = [new("connect", say["KeyButton"], new Intent.Connect()) { IsPrimary = true }] },
            Reply.Connected connected => new(say.Format("Connected", TicketCells.Shown(connected.Name, 100), TicketCells.Shown(connected.Login, 100))),
            Reply.Disconnected disconnected => new(say[disconnected.WasConnected ? "Disconnected" : "DisconnectedNothing"]),
            Reply.Forgotten forgotten => new(say[forgotten.IsLater ? "ForgottenLater" : "Forgotten"]),
            Reply.TalkGoesOn { Asks: true } => new(say.Format("TalkAsks", context.BotName)),
            Reply.TalkGoesOn => new(say.Format("TalkGoesOn", context.BotName)),
            Reply.NotTaken problem => new(TicketCells.Shown(problem.Why, 500)),
            Reply.Hint or Reply.Asked or Reply.Summary => new DraftRenderer(context).Render(reply),
            Reply.CreatedLink created => new(say.Format("CreatedLink", $"[#{created.Ticket}]({new TicketLinks(redmine).To(created.Ticket)})")),
            Reply.ChannelProjectSet { Project: { } project } set =>
                new(say.Format(set.IsChanged ? "ChannelProjectChanged" : "ChannelProjectIs", TicketCells.Shown(project, 100), context.Trigger)),
            Reply.ChannelProjectSet none => new(say.Format(none.IsChanged ? "ChannelProjectForgotten" : "ChannelProjectIsNone", context.Trigger)),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not a reply that is shown as a message."),
        };
    }

    /// <summary>For the reader alone: what stayed plain in a text that is for all.</summary>
    public static string Unseen(Reply.Linked linked) =>
        RefusalSentences.Of(new Reply.Refusal(linked.Language, RefusalReason.TicketsUnseen, linked.Unseen.Select(t => $"#t{t}")));

    private RenderedReply Tickets(Reply.Tickets reply, ReplyContext context, Sentences say)
    {
        var page = reply.Page;
        var text = new TableRenderer(redmine, context.MaxRunes).Render(reply, context.Trigger, withHint: !context.HasButtons);
        return page.Page >= page.Pages
            ? new(text)
            : new(text) { Buttons = [new("next", say["NextButton"], new Intent.ShowTickets(page.List, page.Page + 1, page.PageSize))] };
    }

    /// <summary>A form that can't be opened, or not be corrected where it stands: the button opens it as it is filled.</summary>
    private static RenderedReply Form(Form form, Sentences say)
    {
        var values = new FormValues(form.Fields.ToImmutableSortedDictionary(f => f.Key, f => f.Value.ToImmutableArray()));
        var text = new StringBuilder(form.HasProblems ? say["FormAgain"] : say.Format("FormReady", TicketCells.Shown(form.Title, 100)));
        if (FormText.Above(form) is { Length: > 0 } above)
            text.Append("\n\n").Append(MarkdownText.Shorten(above, 2_000));
        return new(text.ToString())
        {
            Buttons = [new("open", say["OpenFormButton"], new Intent.RefreshForm(form.Id, form.Kind, values)) { IsPrimary = true }],
        };
    }

    private static string Help(Reply.Help help, ReplyContext context, Sentences say)
    {
        var text = new StringBuilder();
        if (help.Unknown is { Length: > 0 } word)
        {
            var shown = MarkdownText.Shorten(word, 60).Replace('`', '\'').ReplaceLineEndings(" ");
            text.Append(CommandParser.Nearest(word, help.Language) is { } near
                ? say.Format("UnknownWordNear", shown, context.Trigger, near)
                : say.Format("UnknownWord", shown)).Append("\n\n");
        }

        text.Append(say["HelpIntro"]).Append('\n');
        foreach (var line in context.IsApp ? AppHelpLines : HelpLines)
            text.Append("- ").Append(say.Format(line, context.Trigger)).Append('\n');
        text.Append('\n').Append(help.Obstacle is { } why ? RefusalSentences.Of(why) : say["HelpMapped"]);
        if (context.Invites)
            text.Append("\n\n").Append(say.Format("HelpInvite", context.BotName));
        return text.ToString();
    }
}
