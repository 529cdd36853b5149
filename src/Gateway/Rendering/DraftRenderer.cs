using System.Globalization;
using System.Text;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>The bot's part of a conversation: its questions with their choices, its summaries, its hints.</summary>
internal sealed class DraftRenderer(ReplyContext context)
{
    /// <summary>More choices than that stand in a menu: buttons would fill the screen.</summary>
    private const int MostButtons = 5;

    private const int LongestButton = 40;
    private const int MostListed = 20;
    private const int LongestValue = 300;

    /// <summary>What Mattermost 5.37 keeps beside a post, buttons and menus with it, is 8,000 characters in all; a menu and the answers of buttons may have so many.</summary>
    private const int LongestMenu = 4_000;

    private const int LongestAnswers = 500;
    private const int LongestOffer = 2_000;

    public RenderedReply Render(Reply reply)
    {
        var say = Sentences.In(reply.Language);
        return reply switch
        {
            Reply.Hint hint => Hint(hint, say),
            Reply.Asked { Question: { Answer: { } answer } question } => new(answer.Length == 0
                ? say.Format("QuestionSkipped", Shown(question.Label))
                : $"**{Shown(question.Label)}**: {Shown(answer)}"),
            Reply.Asked asked => Question(asked.Question, say),
            Reply.Summary summary => Card(summary.Card, say),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not a part of a conversation."),
        };
    }

    private RenderedReply Hint(Reply.Hint hint, Sentences say) => hint switch
    {
        { What: TalkHint.Offer, Details: [_, { Length: > LongestOffer }] } => new(say["TalkOfferTooLong"])
        {
            Buttons = [new("help", say["OfferHelpButton"], new Intent.ShowHelp())],
        },
        { What: TalkHint.Offer, Details: [var draft, var said] } => new(say["TalkOffer"])
        {
            Buttons =
            [
                new("begin", say["OfferCreateButton"], new Intent.BeginDraft(draft, said)) { IsPrimary = true },
                new("help", say["OfferHelpButton"], new Intent.ShowHelp()),
            ],
        },
        { What: TalkHint.UnfinishedDraft, Details: [var draft, var subject] } => new(
            subject.Length == 0 ? say["TalkUnfinishedDraftBare"] : say.Format("TalkUnfinishedDraft", Shown(subject)))
        {
            Buttons = [new("resume", say["ResumeButton"], new Intent.MoveDraft(draft, 0, DraftMove.Resume))],
        },
        { What: TalkHint.KeySaid, Details: ["yes"] } => new(say["TalkKeySaidConnect"])
        {
            Buttons = [new("connect", say["KeyButton"], new Intent.Connect()) { IsPrimary = true }],
        },
        { What: TalkHint.KeySaid } => new(say["TalkKeySaid"]),
        { What: TalkHint.PasteList } => new(say.Format("TalkPasteList", context.Trigger)),
        { What: var what } => new(say[$"Talk{what}"]),
    };

    private RenderedReply Question(DraftQuestion question, Sentences say)
    {
        var text = new StringBuilder();
        if (question.Problem is { } problem)
            text.Append(Shown(problem)).Append("\n\n");
        text.Append(say.Format(question.Field == DraftQuestion.WhichField ? "AskWhichField" : $"Ask{question.Kind}", Shown(question.Label)));
        if (question.Help is { } help)
            text.Append('\n').Append(help);
        List<string> lines = [.. question.Choices.Take(MostListed).Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"\n{i + 1}. {Shown(c.Text)}"))];
        var hidden = question.Choices.Count - lines.Count;
        if (hidden > 0)
            lines.Add(More(hidden));
        // The note about what is hidden is a line too.
        text.Append(BoundedList.Write(lines, context.MaxRunes - MarkdownText.Runes(text.ToString()), n => More(hidden > 0 ? n - 1 + hidden : n)));
        var move = (DraftMove step) => new Intent.MoveDraft(question.DraftId, question.Number, step);
        var buttons = new List<ReplyButton>();
        var answer = new Intent.AnswerDraft(question.DraftId, question.Number, question.Field, []);
        var isFew = question.Choices.Count is > 0 and <= MostButtons && question.Kind != FieldKind.Person && question.Kind != FieldKind.SeveralChoices
            && question.Choices.Sum(c => c.Value.Length) <= LongestAnswers;
        if (isFew)
            buttons.AddRange(question.Choices.Select((c, i) => new ReplyButton($"choice{i}", MarkdownText.Shorten(c.Text, LongestButton), answer with { Values = [c.Value] })));
        if (question.MaySkip)
            buttons.Add(new("skip", say["SkipButton"], move(DraftMove.Skip)));
        if (question.MayGoBack)
            buttons.Add(new("back", say["BackButton"], move(DraftMove.Back)));
        buttons.Add(new("cancel", say["CancelButton"], move(DraftMove.Cancel)));
        return new(Fit(text))
        {
            Menus = question.Kind == FieldKind.Person ? [new("person", say["PersonMenu"], answer, null)]
                : isFew || question.Choices.Count == 0 ? []
                : [new("choice", MarkdownText.Shorten(question.Label, LongestButton), answer, [.. InMenu(question.Choices)])],
            Buttons = buttons,
        };

        string More(int count) => $"\n\n{say.Format("AndMore", count)}";
    }

    /// <summary>As many as there is room for; all can be typed.</summary>
    private static IEnumerable<FieldChoice> InMenu(IEnumerable<FieldChoice> choices)
    {
        const int Quotes = 24;
        var left = LongestMenu;
        return choices
            .Select(c => c with { Text = MarkdownText.Shorten(c.Text, LongestButton) })
            .TakeWhile(c => (left -= MarkdownText.Runes(c.Text) + MarkdownText.Runes(c.Value) + Quotes) >= 0);
    }

    private RenderedReply Card(DraftCard card, Sentences say)
    {
        var text = new StringBuilder();
        if (card.Problem is { } problem)
            text.Append(Shown(problem)).Append("\n\n");
        var subject = TicketCells.Shown(card.Subject, 255);
        if (card.IsClosed)
            return new(Fit(text.Append("**").Append(subject).Append("** · ").AppendJoin(" · ", card.Facts.Select(f => $"{Shown(f.Label)}: {Shown(f.Text)}"))));
        text.Append("#### ").Append(say.Format("SummaryTitle", subject)).Append('\n');
        var quote = card.IsQuoted == true ? $"\n{Quoted(card.Quote)}\n" : "";
        var byName = card.ByName is { } question ? $"\n{TicketCells.Shown(question, 2 * LongestValue)}\n" : "";
        var end = $"{quote}{byName}\n{SeenBy(card, say)}\n{say["SummaryQuestion"]}";
        // Who is asked for consent has to see the question.
        text.Append(BoundedList.Write(
            [.. card.Facts.Select(f => $"- {Shown(f.Label)}: {Shown(f.Text)}\n")],
            context.MaxRunes - MarkdownText.Runes(text.ToString()) - MarkdownText.Runes(end),
            n => $"- {say.Format("AndMore", n)}\n"));
        text.Append(end);
        var move = (DraftMove step) => new Intent.MoveDraft(card.DraftId, card.Number, step);
        return new(Fit(text))
        {
            Buttons =
            [
                new("create", say["CreateButton"], move(DraftMove.Create)) { IsPrimary = true },
                new("change", say["ChangeButton"], move(DraftMove.Change)),
                .. card.IsQuoted switch
                {
                    true => [new ReplyButton("quote", say["WithoutQuoteButton"], move(DraftMove.LeaveQuote))],
                    false => [new ReplyButton("quote", say["WithQuoteButton"], move(DraftMove.Quote))],
                    null => Array.Empty<ReplyButton>(),
                },
                new("cancel", say["CancelButton"], move(DraftMove.Cancel)),
            ],
        };
    }

    private static string SeenBy(DraftCard card, Sentences say) => (card.IsPublic, card.Members) switch
    {
        (true, _) => say.Format("SeenByAll", TicketCells.Shown(card.Project, 100)),
        (false, { } members) => say.Format("SeenByMembers", TicketCells.Shown(card.Project, 100), members),
        _ => say.Format("SeenBySome", TicketCells.Shown(card.Project, 100)),
    };

    private static string Quoted(string quote) =>
        string.Join('\n', MarkdownText.Shorten(quote.Trim(), 500).ReplaceLineEndings("\n").Split('\n').Select(line => $"> {MarkdownText.Escape(line)}"));

    private string Fit(StringBuilder text)
    {
        var whole = text.ToString().TrimEnd('\n');
        return MarkdownText.Runes(whole) <= context.MaxRunes ? whole : string.Concat(whole.EnumerateRunes().Take(context.MaxRunes - 1)) + "…";
    }

    private static string Shown(string text) => TicketCells.Shown(text, LongestValue);
}
