using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed partial class CommandWordsTests
{
    private static readonly string[] Pieces =
    [
        "help", "create", "a", "ticket", "создай", "задачу", "мои", "mine", "2", "link", "ссылки", "yes", "да", "перенеси", "на", "move", "to", "change", "new", "App_Info",
        " ", " ", " ", "  ", "\n", "\u00a0", ":", ",", ".", "!", "ё", "İ", "🎉", "\ud800", "\0", "word",
    ];

    public static Arbitrary<string> Texts() => Gen.Elements(Pieces).ArrayOf().Resize(10).Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("help", CommandWord.Help, "")]
    [InlineData(" \n HELP ", CommandWord.Help, "")]
    [InlineData("помощь", CommandWord.Help, "")]
    [InlineData("app_info", CommandWord.Help, "")]
    [InlineData("new", CommandWord.New, "")]
    [InlineData("new  Fix the tap ", CommandWord.New, " Fix the tap ")]
    [InlineData("создать Починить кран", CommandWord.New, "Починить кран")]
    [InlineData("Create  a ticket\nFix", CommandWord.New, "Fix")]
    [InlineData("create_ticket_by_form", CommandWord.New, "")]
    [InlineData("batch 1. a\n2. b", CommandWord.Batch, "1. a\n2. b")]
    [InlineData("список", CommandWord.Batch, "")]
    [InlineData("create_tickets", CommandWord.Batch, "")]
    [InlineData("mine 2", CommandWord.Mine, "2")]
    [InlineData("мои\u00a02", CommandWord.Mine, "2")]
    [InlineData("мои задачи", CommandWord.Mine, "")]
    [InlineData("tickets_for_me", CommandWord.Mine, "")]
    [InlineData("created", CommandWord.Created, "")]
    [InlineData("созданные x", CommandWord.Created, "x")]
    [InlineData("my_tickets", CommandWord.Created, "")]
    [InlineData("link  see #t10 \n", CommandWord.Link, " see #t10 \n")]
    [InlineData("ссылки #т10", CommandWord.Link, "#т10")]
    [InlineData("project demo", CommandWord.Project, "demo")]
    [InlineData("проект -", CommandWord.Project, "-")]
    public void A_doors_command_takes_the_rest_to_the_character(string text, CommandWord word, string rest)
    {
        var said = CommandWords.ReadCommand(text);

        Assert.Equal((word, rest), (said?.Word, said?.Rest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("helpful")]
    [InlineData("help!")]
    [InlineData("please help")]
    [InlineData("yes")]
    [InlineData("да")]
    [InlineData("cancel")]
    [InlineData("my tickets")]
    public void Other_words_are_no_command_at_a_door(string text) => Assert.Null(CommandWords.ReadCommand(text));

    [Theory]
    [InlineData("yes", CommandWord.Yes, "")]
    [InlineData(" Yes! ", CommandWord.Yes, "")]
    [InlineData("да.", CommandWord.Yes, "")]
    [InlineData("no", CommandWord.No, "")]
    [InlineData("не  надо", CommandWord.No, "")]
    [InlineData("cancel", CommandWord.Cancel, "")]
    [InlineData("Отмена", CommandWord.Cancel, "")]
    [InlineData("back", CommandWord.Back, "")]
    [InlineData("назад", CommandWord.Back, "")]
    [InlineData("skip", CommandWord.Skip, "")]
    [InlineData("пропустить", CommandWord.Skip, "")]
    [InlineData("show", CommandWord.Show, "")]
    [InlineData("показать", CommandWord.Show, "")]
    [InlineData("help", CommandWord.Help, "")]
    [InlineData("What can you do?", CommandWord.Help, "")]
    [InlineData("мои 2", CommandWord.Mine, "2")]
    [InlineData("created", CommandWord.Created, "")]
    [InlineData("new", CommandWord.New, "")]
    [InlineData("create a ticket", CommandWord.New, "")]
    [InlineData("Создай задачу", CommandWord.New, "")]
    [InlineData("Создай задачу: починить кран @bob завтра", CommandWord.New, "починить кран @bob завтра")]
    [InlineData("create a ticket, fix the tap", CommandWord.New, "fix the tap")]
    [InlineData("new: fix the tap.", CommandWord.New, "fix the tap.")]
    [InlineData("change", CommandWord.Change, "")]
    [InlineData("change due", CommandWord.Change, "due")]
    [InlineData("change due date to friday", CommandWord.Change, "due date to friday")]
    [InlineData("изменить срок", CommandWord.Change, "срок")]
    [InlineData("Перенеси на пятницу!", CommandWord.Reschedule, "на пятницу!")]
    [InlineData("move to friday", CommandWord.Reschedule, "friday")]
    [InlineData("postpone until next friday", CommandWord.Reschedule, "next friday")]
    [InlineData("reschedule", CommandWord.Reschedule, "")]
    public void In_talk_a_command_says_nothing_else_or_asks_for_more(string text, CommandWord word, string rest)
    {
        var said = CommandWords.ReadTalk(text);

        Assert.Equal((word, rest), (said?.Word, said?.Rest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("Yes, but change the date")]
    [InlineData("no tap in room 5")]
    [InlineData("back pain report")]
    [InlineData("show the report to Bob")]
    [InlineData("new phone for Bob")]
    [InlineData("создать отчёт")]
    [InlineData("mine shaft")]
    [InlineData("help Bob @alice")]
    [InlineData("link the docs")]
    [InlineData("project plan for Bob")]
    [InlineData("список покупок")]
    [InlineData("changes")]
    [InlineData("даже")]
    public void In_talk_a_sentence_is_no_command(string text) => Assert.Null(CommandWords.ReadTalk(text));

    [Theory]
    [InlineData("min", CommandWord.Mine)]
    [InlineData("Mi", CommandWord.Mine)]
    [InlineData("мо", CommandWord.Mine)]
    [InlineData("соз", null)]
    [InlineData("созданн", CommandWord.Created)]
    [InlineData("cre", null)]
    [InlineData("created", CommandWord.Created)]
    [InlineData("li", CommandWord.Link)]
    [InlineData("hlep", CommandWord.Help)]
    [InlineData("helpp", CommandWord.Help)]
    [InlineData("hep", null)]
    [InlineData("мине", null)]
    [InlineData("помошь", CommandWord.Help)]
    [InlineData("tickets", CommandWord.Mine)]
    [InlineData("yes", null)]
    [InlineData("m", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void A_word_is_near_the_only_command_that_begins_so_or_is_one_slip_away(string word, CommandWord? expected) =>
        Assert.Equal(expected, CommandWords.Nearest(word));

    [Fact]
    public void Each_command_is_understood_by_its_own_name_in_both_languages_at_its_door()
    {
        foreach (var word in Enum.GetValues<CommandWord>())
        {
            foreach (var language in Enum.GetValues<Language>())
            {
                Assert.Equal(word, CommandWords.ReadTalk(CommandWords.Name(word, language))?.Word);
                if (word < CommandWord.Yes)
                    Assert.Equal(word, CommandWords.ReadCommand(CommandWords.Name(word, language))?.Word);
            }
        }
    }

    /// <summary>What help tells people to type after the slash command's word, and the hint of the command.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("ru")]
    public void What_the_sentences_tell_to_type_is_understood(string culture)
    {
        var set = new ResourceManager("RedmineBridge.Actors.Texts.Sentences", typeof(Sentences).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(culture), true, false)!.Cast<DictionaryEntry>().ToArray();
        var told = set.SelectMany(s => Told().Matches((string)s.Value!)).Select(m => m.Groups[1].Value)
            .Concat(((string)set.Single(s => s.Key is "CommandHint").Value!).Trim('[', ']').Split('|')).Select(w => w.Trim()).ToArray();

        Assert.True(told.Length >= 6);
        Assert.All(told, word => Assert.NotNull(CommandWords.ReadCommand(word)));
    }

    [Property(Arbitrary = [typeof(CommandWordsTests)], MaxTest = 3_000)]
    public void What_is_said_and_the_rest_are_the_text(string text)
    {
        if (CommandWords.ReadCommand(text) is { } command)
        {
            Assert.StartsWith(command.Typed, text.TrimStart(), StringComparison.Ordinal);
            Assert.EndsWith(command.Rest, text, StringComparison.Ordinal);
            Assert.InRange(text.TrimStart().Length - command.Typed.Length - command.Rest.Length, 0, 1);
        }

        if (CommandWords.ReadTalk(text) is { } said)
        {
            Assert.StartsWith(said.Typed, text.TrimStart(), StringComparison.Ordinal);
            Assert.EndsWith(said.Rest, text.TrimEnd(), StringComparison.Ordinal);
        }

        CommandWords.Nearest(text);
    }

    [GeneratedRegex(@"`/\{0\} (\w[^`]*)`")]
    private static partial Regex Told();
}
