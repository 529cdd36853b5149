using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Tests.Words;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Conversations;

/// <summary>What holds for every message.</summary>
[Properties(Arbitrary = [typeof(TalkProperties)], MaxTest = 3_000)]
public sealed class TalkProperties
{
    private static readonly string[] Pieces =
    [
        "new", "создай задачу", "yes", "да", "change", "измени", "reschedule", "перенеси", "batch", "mine", "мои", "2", "1. ", "- ", "* ", "[ ] ", "#t1", "#т9999999999",
        "@bob", "@", "@bob.", "in project Demo", "проект", "«", "»", "\"", "tomorrow", "до", "пятницы", "31.02.2027", "thanks", "спасибо", ":+1:", ":", ",", ".", "!",
        "word", "слово", "```", "`", "🎉", "\ud800", "\0", "ё", "İ", "\n", "\r\n", "\t", " ", " ", " ", " ", "\u00a0", "\u200b",
    ];

    public static Arbitrary<string> Texts() => Gen.Elements(Pieces).ArrayOf().Resize(20).Select(string.Concat).ToArbitrary();

    public static Arbitrary<DateOnly> Days() => DateWordsProperties.Days();

    [Property]
    public void Every_message_is_something(string text, DateOnly today)
    {
        foreach (var asked in Enum.GetValues<FieldKind>().Cast<FieldKind?>().Append(null))
            Assert.NotNull(Talk.Of(text, asked, today));
    }

    [Property]
    public void What_a_message_says_is_found_in_it(string text, DateOnly today)
    {
        var said = Talk.Of(text, null, today) switch
        {
            Talk.Command command => command.Said.Rest,
            Talk.List list => list.Text,
            Talk.Task task => task.Text,
            Talk.Other other => other.Text,
            _ => "",
        };

        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Property]
    public void What_stands_behind_a_mention_is_the_messages_end(string text)
    {
        var rest = Addressed.Rest($"@redmine {text}", "redmine");

        Assert.NotNull(rest);
        Assert.EndsWith(rest, text.TrimEnd(), StringComparison.Ordinal);
    }

    [Property]
    public void The_first_words_are_read_whatever_they_are(string text, DateOnly today)
    {
        var (values, _) = FirstWords.Of(text, new(Choices.Of(), FormValues.None, Language.English, today, null));

        Assert.Contains(values.Text("subject") ?? "", text, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void An_answer_is_taken_or_it_is_said_why_not(string text, DateOnly today)
    {
        var values = FormValues.None.With("project", "3").With("tracker", "1").With("subject", "x");
        var people = new Dictionary<string, Assignee> { ["@bob"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob Fisher", false)) };
        var context = new TicketFormContext(Choices.Of(Choices.Strict), values, Language.Russian, today, null, people);
        var draft = new Draft("d", FormKind.Ticket, values, new(Door.DirectMessage, new("alice"), new("direct"), null), DateTimeOffset.UnixEpoch);

        foreach (var (key, _) in TicketForm.Names(context))
        {
            var (taken, problem) = DraftForm.Answer(draft, context, key, text, "alice");

            Assert.NotEqual(taken is null, problem is null);
            Assert.NotNull(DraftForm.Card(draft with { Values = taken ?? values }, context, problem));
        }

        Assert.True(DraftForm.Named(draft, context, text) is not var (field, said) || (field.Length > 0 && text.Contains(said, StringComparison.Ordinal)));
    }
}
