using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class TalkTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Theory]
    [InlineData("new", CommandWord.New, "")]
    [InlineData("Создай задачу: починить кран", CommandWord.New, "починить кран")]
    [InlineData("create a ticket for @bob by Friday", CommandWord.New, "for @bob by Friday")]
    [InlineData("new: Fix the tap", CommandWord.New, "Fix the tap")]
    [InlineData("Yes!", CommandWord.Yes, "")]
    [InlineData("да", CommandWord.Yes, "")]
    [InlineData("ок.", CommandWord.Yes, "")]
    [InlineData("нет", CommandWord.No, "")]
    [InlineData("отмена", CommandWord.Cancel, "")]
    [InlineData("never mind", CommandWord.Cancel, "")]
    [InlineData("назад", CommandWord.Back, "")]
    [InlineData("пропустить", CommandWord.Skip, "")]
    [InlineData("show", CommandWord.Show, "")]
    [InlineData("change due friday", CommandWord.Change, "due friday")]
    [InlineData("измени исполнителя @bob", CommandWord.Change, "исполнителя @bob")]
    [InlineData("перенеси на пятницу", CommandWord.Reschedule, "на пятницу")]
    [InlineData("move it to monday", CommandWord.Reschedule, "monday")]
    [InlineData("mine", CommandWord.Mine, "")]
    [InlineData("мои 2", CommandWord.Mine, "2")]
    [InlineData("help", CommandWord.Help, "")]
    [InlineData("что ты умеешь?", CommandWord.Help, "")]
    [InlineData("batch", CommandWord.Batch, "")]
    public void Commands_are_commands_whatever_is_asked(string text, CommandWord word, string rest)
    {
        foreach (var asked in Asked())
        {
            var command = Assert.IsType<Talk.Command>(Talk.Of(text, asked, Today)).Said;
            Assert.Equal((word, rest), (command.Word, command.Rest));
        }
    }

    [Fact]
    public void Blanks_at_the_end_say_nothing_however_many_they_are()
    {
        var blanks = new string(' ', 16_000);

        Assert.Equal(new Talk.Other("b" + blanks), Talk.Of("b" + blanks, null, Today));
        Assert.Equal(new Talk.Task("Call @bob in project Demo" + blanks), Talk.Of("Call @bob in project Demo" + blanks, null, Today));
    }

    [Theory]
    [InlineData("Yes, but call Bob first")]
    [InlineData("да, но не сегодня утром")]
    [InlineData("new phone for the front desk")]
    [InlineData("The printer is broken")]
    [InlineData("Принтер сломался")]
    [InlineData("is it ok?")]
    [InlineData("5")]
    [InlineData("mail bob@example.com about it")]
    [InlineData("```\n1. a\n2. b\n```")]
    public void Other_sentences_are_left_to_what_was_asked(string text)
    {
        foreach (var asked in Asked())
            Assert.Equal(new Talk.Other(text), Talk.Of(text, asked, Today));
    }

    [Theory]
    [InlineData("Fix the tap @bob")]
    [InlineData("Fix the tap tomorrow")]
    [InlineData("Fix the tap @bob 09.05.2027.")]
    [InlineData("Починить кран @bob завтра")]
    [InlineData("Починить кран до пятницы")]
    [InlineData("Fix the tap 31.02.2027")]
    public void A_sentence_that_ends_with_a_person_or_a_day_is_a_task(string text)
    {
        foreach (var asked in Asked())
        {
            Talk expected = asked is FieldKind.Text or FieldKind.LongText ? new Talk.Other(text) : new Talk.Task(text);
            Assert.Equal(expected, Talk.Of(text, asked, Today));
        }
    }

    [Theory]
    [InlineData("1. Buy sausages @bob\n2. Fix the tap", "1. Buy sausages @bob\n2. Fix the tap")]
    [InlineData("- Купить\n- Продать", "- Купить\n- Продать")]
    public void A_list_is_a_list_but_in_a_description(string text, string list)
    {
        foreach (var asked in Asked())
        {
            Talk expected = asked == FieldKind.LongText ? new Talk.Other(text) : new Talk.List(list);
            Assert.Equal(expected, Talk.Of(text, asked, Today));
        }
    }

    [Theory]
    [InlineData("batch: Buy paper")]
    [InlineData("список: купить бумагу")]
    public void What_follows_the_word_for_a_list_alone_makes_none(string text) => Assert.IsType<Talk.Other>(Talk.Of(text, null, Today));

    [Theory]
    [InlineData("see #t1")]
    [InlineData("Это уже есть в #т12, @bob, до завтра: #t12 @bob tomorrow")]
    public void What_names_tickets_becomes_links_but_where_a_text_is_asked_for(string text)
    {
        foreach (var asked in Asked())
        {
            Talk expected = asked is FieldKind.Text or FieldKind.LongText ? new Talk.Other(text) : new Talk.Reference();
            Assert.Equal(expected, Talk.Of(text, asked, Today));
        }
    }

    [Theory]
    [InlineData("thanks!")]
    [InlineData("Hi")]
    [InlineData("Спасибо большое!")]
    [InlineData("привет")]
    [InlineData(":+1:")]
    [InlineData("👍")]
    [InlineData("...")]
    public void Kindness_is_no_answer_but_where_a_text_is_asked_for(string text)
    {
        foreach (var asked in Asked())
        {
            Talk expected = asked is FieldKind.Text or FieldKind.LongText ? new Talk.Other(text) : new Talk.Small();
            Assert.Equal(expected, Talk.Of(text, asked, Today));
        }
    }

    private static IEnumerable<FieldKind?> Asked() => [null, .. Enum.GetValues<FieldKind>().Cast<FieldKind?>()];
}
