using System.Globalization;
using FsCheck.Xunit;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Texts;

public sealed class SentencePatternTests
{
    private const string English = "{0, plural, one {# ticket} other {# tickets}}";
    private const string Russian = "{0, plural, one {# задача} few {# задачи} many {# задач} other {# задачи}}";

    [Theory]
    [InlineData(0, "0 tickets", "0 задач")]
    [InlineData(1, "1 ticket", "1 задача")]
    [InlineData(2, "2 tickets", "2 задачи")]
    [InlineData(5, "5 tickets", "5 задач")]
    [InlineData(11, "11 tickets", "11 задач")]
    [InlineData(12, "12 tickets", "12 задач")]
    [InlineData(21, "21 tickets", "21 задача")]
    [InlineData(22, "22 tickets", "22 задачи")]
    [InlineData(25, "25 tickets", "25 задач")]
    [InlineData(101, "101 tickets", "101 задача")]
    [InlineData(111, "111 tickets", "111 задач")]
    [InlineData(112, "112 tickets", "112 задач")]
    [InlineData(1_000_000, "1000000 tickets", "1000000 задач")]
    [InlineData(-1, "-1 ticket", "-1 задача")]
    public void A_number_has_the_form_of_its_language(int number, string english, string russian)
    {
        Assert.Equal(english, In(Language.English, English, number));
        Assert.Equal(russian, In(Language.Russian, Russian, number));
        Assert.Equal(russian, In(Language.Russian, Russian, (long)number));
    }

    [Fact]
    public void A_fraction_has_the_form_of_fractions()
    {
        Assert.Equal("1.5 tickets", In(Language.English, English, 1.5m));
        Assert.Equal("1.0 tickets", In(Language.English, English, 1.0m));
        Assert.Equal("1 ticket", In(Language.English, English, 1m));
        Assert.Equal("2,5 задачи", In(Language.Russian, Russian, 2.5m));
        Assert.Equal("5,0 задачи", In(Language.Russian, Russian, 5.0m));
        Assert.Equal("5 задач", In(Language.Russian, Russian, 5m));
    }

    /// <summary>The samples that CLDR gives with its rules, and beside them what lies next to each bound.</summary>
    [Theory]
    [InlineData(Language.English, "One", "1")]
    [InlineData(Language.English, "Other", "0 2~16 100 1000 10000 100000 1000000 11 21 101")]
    [InlineData(Language.Russian, "One", "1 21 31 41 51 61 71 81 101 1001 121 191")]
    [InlineData(Language.Russian, "Few", "2~4 22~24 32~34 42~44 52~54 62 102 1002 122~124 192~194")]
    [InlineData(Language.Russian, "Many", "0 5~19 100 1000 10000 100000 1000000 20 25~30 111~119 211~214 1011")]
    public void The_forms_are_those_of_CLDR(Language language, string category, string samples)
    {
        foreach (var sample in samples.Split(' '))
        {
            var ends = sample.Split('~').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            for (var number = ends[0]; number <= ends[^1]; number++)
                Assert.Equal((number, category), (number, PluralRules.Category(language, number).ToString()));
        }
    }

    [Theory]
    [InlineData("no hole", "no hole")]
    [InlineData("{0} and {1}, {0}", "a and 7, a")]
    [InlineData("it's `#t10` {{0}} }}{{", "it's `#t10` {0} }{")]
    [InlineData("{1,plural,other{#}}", "7")]
    [InlineData("{1, plural,\n  =7 {seven for {0}}\n  other {# for {0}}\n}.", "seven for a.")]
    [InlineData("{1, plural, =8 {eight} one {#} other {# for {0}, it's {1}}}", "7 for a, it's 7")]
    [InlineData("{1, plural, other {{0} {2, plural, one {# by one} other {#}}}}!", "a 1 by one!")]
    public void Holes_are_filled(string pattern, string expected) => Assert.Equal(expected, In(Language.English, pattern, "a", 7, 1));

    [Fact]
    public void An_exact_number_wins_over_its_form() =>
        Assert.Equal("a single one", In(Language.English, "{0, plural, =1 {a single one} one {# ticket} other {# tickets}}", 1));

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{}")]
    [InlineData("{a}")]
    [InlineData("{0")]
    [InlineData("{0:N}")]
    [InlineData("{0,}")]
    [InlineData("{0, select, other {}}")]
    [InlineData("{0, plural}")]
    [InlineData("{0, plural, }")]
    [InlineData("{0, plural, one {#}}")]
    [InlineData("{0, plural, other {#}")]
    [InlineData("{0, plural, other #}")]
    [InlineData("{0, plural, two {#} other {#}}")]
    [InlineData("{0, plural, = {#} other {#}}")]
    [InlineData("{0, plural, =x {#} other {#}}")]
    [InlineData("{0, plural, other {#} other {#}}")]
    [InlineData("{100}")]
    public void A_broken_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => SentencePattern.Parse(pattern));

    [Theory]
    [InlineData("{1}")]
    [InlineData("{1, plural, other {}}")]
    [InlineData("{0, plural, other {}}")]
    public void A_value_that_is_missing_or_no_number_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => In(Language.English, pattern, "a"));

    [Fact]
    public void Holes_and_plurals_are_known_at_any_depth()
    {
        var pattern = SentencePattern.Parse("{3} {1, plural, =1 {{0}} other {{2, plural, other {#}}}}");

        Assert.Equal([0, 1, 2, 3], pattern.Holes.Order());
        Assert.Equal(["=1 other", "other"], pattern.Plurals.Select(p => string.Join(' ', p)));
    }

    /// <summary>What goes in is never read as a pattern.</summary>
    [Property]
    public void Values_go_in_as_they_are(string? value) =>
        Assert.Equal($"<{value}> <{value}>", In(Language.Russian, "<{0}> {1, plural, other {<{0}>}}", value ?? "", 1));

    [Property(MaxTest = 2_000)]
    public void Sentences_without_plurals_are_filled_as_ever(string? before, string? after)
    {
        var pattern = $"{Doubled(before)}{{1}}{Doubled(after)}{{0}}";

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, pattern, "a", 7), In(Language.English, pattern, "a", 7));
    }

    private static string Doubled(string? text) =>
        (text ?? "").Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static string In(Language language, string pattern, params object[] values) =>
        SentencePattern.Parse(pattern).Format(language, Sentences.In(language).Culture, values);
}
