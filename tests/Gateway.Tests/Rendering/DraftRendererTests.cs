using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class DraftRendererTests
{
    /// <summary>What people write to make trouble.</summary>
    private const string Hostile = "@channel *x* [y](http://evil.example.org) `z` ![p](q) # h | c <d> ~~s~~ :smile: www.evil.example.org";

    /// <summary>Of a Mattermost 5.37; what it adds itself takes some of it.</summary>
    private const int MostProps = 8_000 - 400;

    private static readonly Sentences Say = Sentences.In(Language.English);
    private static readonly JsonSerializerOptions AsTheServer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Few_choices_are_buttons()
    {
        var rendered = Render(Question(2) with { MaySkip = true, MayGoBack = true });

        Assert.Equal("**Priority**: which one? Type its number or how its name begins.\n1. Choice 1\n2. Choice 2", rendered.Text);
        Assert.Equal(
            ["choice0: Choice 1", "choice1: Choice 2", "skip: Skip", "back: Back", "cancel: Cancel"], rendered.Buttons.Select(b => $"{b.Id}: {b.Label}"));
        Assert.Empty(rendered.Menus);
        var chosen = Assert.IsType<Intent.AnswerDraft>(rendered.Buttons[1].Intent);
        Assert.Equal(("d1", 3, "priority"), (chosen.DraftId, chosen.Number, chosen.Field));
        Assert.Equal(["v2"], chosen.Values);
        Assert.Equal(
            [new("d1", 3, DraftMove.Skip), new("d1", 3, DraftMove.Back), new("d1", 3, DraftMove.Cancel)], rendered.Buttons.Skip(2).Select(b => (Intent.MoveDraft)b.Intent));
    }

    [Theory]
    [InlineData(1, FieldKind.Choice, false)]
    [InlineData(5, FieldKind.Choice, false)]
    [InlineData(6, FieldKind.Choice, true)]
    [InlineData(25, FieldKind.Choice, true)]
    [InlineData(2, FieldKind.SeveralChoices, true)]
    public void More_choices_are_a_menu(int count, FieldKind kind, bool isMenu)
    {
        var rendered = Render(Question(count) with { Kind = kind });

        Assert.Equal(isMenu ? ["cancel"] : [.. Enumerable.Range(0, count).Select(i => $"choice{i}"), "cancel"], rendered.Buttons.Select(b => b.Id));
        Assert.Equal(isMenu ? ["choice"] : [], rendered.Menus.Select(m => m.Id));
        if (isMenu)
        {
            var menu = rendered.Menus[0];
            Assert.Empty(menu.Intent.Values);
            Assert.Equal(("priority", "Priority", count), (menu.Intent.Field, menu.Label, menu.Choices!.Count));
        }

        Assert.Equal(Math.Min(count, 20), rendered.Text.Split('\n').Count(line => line.Contains("Choice", StringComparison.Ordinal)));
        Assert.Equal(count > 20, rendered.Text.EndsWith(Say.Format("AndMore", 5), StringComparison.Ordinal));
    }

    [Fact]
    public void A_menu_has_as_many_choices_as_there_is_room_for_and_answers_of_great_length_are_no_buttons()
    {
        var choices = Enumerable.Range(1, 100).Select(i => new FieldChoice($"{i} {new string('v', 200)}", $"{i} {new string('t', 200)}")).ToArray();

        var menu = Assert.Single(Render(Question(0) with { Choices = choices }).Menus);
        Assert.InRange(menu.Choices!.Count, 10, 20);
        Assert.All(menu.Choices, c => Assert.InRange(c.Text.Length, 1, 40));
        Assert.Equal(choices[0].Value, menu.Choices[0].Value);
        Assert.Equal(5, Assert.Single(Render(Question(0) with { Choices = choices[..5] }).Menus).Choices!.Count);
    }

    [Fact]
    public void A_person_is_chosen_from_all_of_the_server()
    {
        var rendered = Render(Question(2) with { Kind = FieldKind.Person, MaySkip = true, Help = Say["HelpPerson"] });

        var menu = Assert.Single(rendered.Menus);
        Assert.Null(menu.Choices);
        Assert.Equal(Say["PersonMenu"], menu.Label);
        Assert.Equal(["skip", "cancel"], rendered.Buttons.Select(b => b.Id));
        Assert.Contains(Say["HelpPerson"], rendered.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FieldKind.Text)]
    [InlineData(FieldKind.LongText)]
    [InlineData(FieldKind.Date)]
    [InlineData(FieldKind.Hours)]
    [InlineData(FieldKind.Percent)]
    public void What_is_typed_has_its_own_question(FieldKind kind)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var rendered = Render(new Reply.Asked(language, Question(0) with { Kind = kind, Problem = "Why." }));

            Assert.Equal($"Why\\.\n\n{Sentences.In(language).Format($"Ask{kind}", "Priority")}", rendered.Text);
            Assert.Empty(rendered.Menus);
            Assert.Equal(["cancel"], rendered.Buttons.Select(b => b.Id));
        }
    }

    [Theory]
    [InlineData("Normal", "**Priority**: Normal")]
    [InlineData("", "**Priority**: skipped")]
    public void A_question_that_is_over_says_so_and_has_no_controls(string answer, string text)
    {
        var rendered = Render(Question(0) with { Answer = answer });

        Assert.Equal(text, rendered.Text);
        Assert.Empty(rendered.Buttons);
        Assert.Empty(rendered.Menus);
    }

    [Theory]
    [InlineData(null, "create: Create", "change: Change", "cancel: Cancel")]
    [InlineData(true, "create: Create", "change: Change", "quote: Leave the quote out", "cancel: Cancel")]
    [InlineData(false, "create: Create", "change: Change", "quote: With the quote", "cancel: Cancel")]
    public void The_card_has_its_buttons_and_a_quote_one_more(bool? isQuoted, params string[] buttons)
    {
        var rendered = Render(Card() with { IsQuoted = isQuoted, Quote = "It leaks\nbadly" });

        Assert.Equal(buttons.Select(b => b.Split(':')[0]), rendered.Buttons.Select(b => b.Id));
        Assert.Equal(["create"], rendered.Buttons.Where(b => b.IsPrimary).Select(b => b.Id));
        Assert.Equal(isQuoted == true, rendered.Text.Contains("> It leaks\n> badly", StringComparison.Ordinal));
        Assert.All(rendered.Buttons, b => Assert.Equal(("d1", 3), (((Intent.MoveDraft)b.Intent).DraftId, ((Intent.MoveDraft)b.Intent).Number)));
        Assert.Equal(
            isQuoted is { } quoted ? [quoted ? DraftMove.LeaveQuote : DraftMove.Quote] : [],
            rendered.Buttons.Where(b => b.Id == "quote").Select(b => ((Intent.MoveDraft)b.Intent).Move));
    }

    [Theory]
    [InlineData(true, 3, "SeenByAll")]
    [InlineData(false, 3, "SeenByMembers")]
    [InlineData(false, null, "SeenBySome")]
    public void The_card_says_who_will_see_the_ticket(bool isPublic, int? members, string sentence)
    {
        var expected = sentence == "SeenByMembers" ? Say.Format(sentence, "Demo", members!.Value) : Say.Format(sentence, "Demo");

        Assert.Contains(expected, Render(Card() with { IsPublic = isPublic, Members = members }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_that_is_over_is_a_line_without_buttons()
    {
        var rendered = Render(Card() with { IsClosed = true });

        Assert.Equal("**Fix the tap** · Project: Demo · Due: tomorrow", rendered.Text);
        Assert.Empty(rendered.Buttons);
    }

    [Fact]
    public void Hints_are_sentences_some_with_buttons()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var hint in Enum.GetValues<TalkHint>())
            {
                string[] details = hint switch
                {
                    TalkHint.Offer => ["d1", "The printer is broken"],
                    TalkHint.UnfinishedDraft => ["d1", "Fix the tap"],
                    _ => [],
                };
                var rendered = Render(new Reply.Hint(language, hint, details));

                Assert.NotEmpty(rendered.Text);
                Intent[] intents = hint switch
                {
                    TalkHint.Offer => [new Intent.BeginDraft("d1", "The printer is broken"), new Intent.ShowHelp()],
                    TalkHint.UnfinishedDraft => [new Intent.MoveDraft("d1", 0, DraftMove.Resume)],
                    _ => [],
                };
                Assert.Equal(intents, rendered.Buttons.Select(b => b.Intent));
            }
        }

        Assert.Equal(["help"], Render(new Reply.Hint(Language.English, TalkHint.Offer, ["d1", Unlike(2_001)])).Buttons.Select(b => b.Id));
        Assert.Equal(Say["TalkUnfinishedDraftBare"], Render(new Reply.Hint(Language.English, TalkHint.UnfinishedDraft, ["d1", ""])).Text);
    }

    [Fact]
    public void Nothing_that_people_wrote_formats_links_or_mentions()
    {
        Reply[] replies =
        [
            new Reply.Asked(Language.English, Question(0) with { Label = Hostile, Problem = Hostile, Choices = [new("v", Hostile)] }),
            new Reply.Asked(Language.English, Question(0) with { Label = Hostile, Answer = Hostile }),
            new Reply.Summary(Language.English, Card() with { Subject = Hostile, Facts = [new(Hostile, Hostile)], Project = Hostile, Problem = Hostile, IsQuoted = true, Quote = Hostile }),
            new Reply.Summary(Language.English, Card() with { Subject = Hostile, Facts = [new(Hostile, Hostile)], IsClosed = true }),
            new Reply.Hint(Language.English, TalkHint.UnfinishedDraft, ["d1", Hostile]),
            new Reply.NotTaken(Language.English, Say.Format("ProblemDateNotUnderstood", Hostile)),
        ];

        foreach (var reply in replies)
        {
            var text = Render(reply).Text;
            Assert.Contains(MarkdownText.Escape(Hostile), text, StringComparison.Ordinal);
            Assert.DoesNotContain("@channel", text, StringComparison.Ordinal);
            Assert.DoesNotContain("](", text, StringComparison.Ordinal);
            Assert.DoesNotContain("[y", text.Replace("\\[y", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(16_383)]
    public void The_longest_answer_fits_into_a_message(int maxRunes)
    {
        var longest = string.Concat(Enumerable.Repeat("*😀", 8_000));
        FieldChoice[] choices = [.. Enumerable.Range(1, 100).Select(i => new FieldChoice($"{i}", longest))];
        DraftFact[] facts = [.. Enumerable.Range(1, 40).Select(i => new DraftFact($"Field {i}", longest))];
        Reply[] replies =
        [
            new Reply.Asked(Language.English, Question(0) with { Label = longest, Problem = longest, Choices = choices }),
            new Reply.Asked(Language.English, Question(0) with { Label = longest, Answer = longest }),
            new Reply.Summary(Language.English, Card() with { Subject = longest, Facts = facts, Problem = longest, IsQuoted = true, Quote = longest, Project = longest }),
            new Reply.Summary(Language.English, Card() with { Subject = longest, Facts = facts, IsClosed = true }),
            new Reply.Hint(Language.English, TalkHint.UnfinishedDraft, ["d1", longest]),
            new Reply.NotTaken(Language.English, longest),
        ];

        Assert.All(replies, reply => Assert.InRange(MarkdownText.Runes(Render(reply, maxRunes).Text), 1, maxRunes));
    }

    [Fact]
    public void However_much_a_card_shows_its_question_and_buttons_stay()
    {
        DraftFact[] facts = [.. Enumerable.Range(1, 40).Select(i => new DraftFact($"Field {i}", new string('*', 300)))];

        var rendered = Render(new Reply.Summary(Language.English, Card() with { Facts = facts }), 4_000);

        Assert.EndsWith(Say["SummaryQuestion"], rendered.Text, StringComparison.Ordinal);
        Assert.Contains(Say.Format("SeenByAll", "Demo"), rendered.Text, StringComparison.Ordinal);
        Assert.Equal(3, rendered.Buttons.Count);
    }

    [Fact]
    public void However_much_a_card_shows_it_asks_for_whom_the_assignee_is_taken()
    {
        DraftFact[] facts = [.. Enumerable.Range(1, 40).Select(i => new DraftFact($"Field {i}", new string('*', 300)))];
        var question = Say.Format("SummaryByName", "bob", Hostile);

        var text = Render(new Reply.Summary(Language.English, Card() with { Facts = facts, ByName = question }), 4_000).Text;

        Assert.Contains($"\n{MarkdownText.Escape(question)}\n\n{Say.Format("SeenByAll", "Demo")}\n{Say["SummaryQuestion"]}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(MarkdownText.Escape(question), Render(new Reply.Summary(Language.English, Card() with { ByName = question, IsClosed = true })).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("question")]
    [InlineData("buttons")]
    [InlineData("offer")]
    [InlineData("long offer")]
    public void What_stands_below_a_message_fits_into_what_an_old_server_takes(string what)
    {
        FieldChoice[] choices = [.. Enumerable.Range(1, what == "buttons" ? 5 : 100).Select(i => new FieldChoice($"{i}", $"{i} " + string.Concat(Enumerable.Repeat("Проект ", 30))))];
        Reply reply = what.EndsWith("offer", StringComparison.Ordinal)
            ? new Reply.Hint(Language.Russian, TalkHint.Offer, ["post-8igo9wax9tfpjejjqwaxt7uzxr", Unlike(what == "offer" ? 2_000 : 16_000)])
            : new Reply.Asked(Language.Russian, Question(0) with { DraftId = "post-8igo9wax9tfpjejjqwaxt7uzxr", Choices = choices, MaySkip = true, MayGoBack = true });

        var rendered = Render(reply);

        var cards = new ButtonCards(
            new("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []),
            new(new EphemeralDataProtectionProvider()),
            new FakeTimeProvider());
        var origin = new Origin(Door.Button, new("9q9tm8fi37dnmcmzqco94gk5ir"), new("8igo9wax9tfpjejjqwaxt7uzxr"), null);
        var props = new JsonObject { [PostMark.Prop] = "x", ["attachments"] = cards.Write(rendered, origin, "redmine", reply.Language) };
        Assert.InRange(MarkdownText.Runes(props.ToJsonString(AsTheServer)), 1, MostProps);
    }

    [Fact]
    public void Another_choice_or_another_number_is_another_message()
    {
        string[] digests =
        [
            Render(Question(8)).Digest,
            Render(Question(9)).Digest,
            Render(Question(8) with { Number = 4 }).Digest,
            Render(Question(30)).Digest,
            Render(Question(30) with { Choices = [.. Question(30).Choices.SkipLast(1), new("v30", "Other")] }).Digest,
            Render(Question(30) with { Choices = [.. Question(30).Choices.SkipLast(1), new("w", "Choice 30")] }).Digest,
            Render(Question(8) with { MaySkip = true }).Digest,
            Render(Question(2) with { Kind = FieldKind.Person }).Digest,
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(digests[0], Render(Question(8)).Digest);
    }

    /// <summary>A text that can't be packed well.</summary>
    private static string Unlike(int length)
    {
        var text = new StringBuilder();
        for (var seed = 1u; text.Length < length; seed = (seed * 1_664_525) + 1_013_904_223)
            text.Append((char)('а' + ((seed >> 24) % 32)));
        return text.ToString();
    }

    private static DraftQuestion Question(int choices) =>
        new("d1", 3, "priority", FieldKind.Choice, "Priority", [.. Enumerable.Range(1, choices).Select(i => new FieldChoice($"v{i}", $"Choice {i}"))]);

    private static DraftCard Card() => new("d1", 3, "Fix the tap", [new("Project", "Demo"), new("Due", "tomorrow")], "Demo", true, 3);

    private static RenderedReply Render(DraftQuestion question) => Render(new Reply.Asked(Language.English, question));

    private static RenderedReply Render(DraftCard card) => Render(new Reply.Summary(Language.English, card));

    private static RenderedReply Render(Reply reply, int maxRunes = 16_383) =>
        new ReplyRenderer(new("https://redmine.example.org")).Render(reply, new("redmine", "redmine", maxRunes));
}
