using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Texts;

public sealed partial class SentencesTests
{
    public static TheoryData<Language, RefusalReason> Refusals
    {
        get
        {
            var all = new TheoryData<Language, RefusalReason>();
            foreach (var language in Enum.GetValues<Language>())
            {
                foreach (var reason in Enum.GetValues<RefusalReason>())
                    all.Add(language, reason);
            }

            return all;
        }
    }

    [Fact]
    public void Both_languages_say_the_same_things_with_the_same_values()
    {
        var english = All("en");
        var russian = All("ru");

        Assert.Equal(english.Keys.Order(), russian.Keys.Order());
        foreach (var name in english.Keys)
            Assert.True(SentencePattern.Parse(english[name]).Holes.SetEquals(SentencePattern.Parse(russian[name]).Holes), name);
    }

    /// <summary>Either what is special about some numbers, and the same for all others, or each form that the language has.</summary>
    [Theory]
    [InlineData(Language.English, "en")]
    [InlineData(Language.Russian, "ru")]
    public void A_plural_has_every_form_of_its_language(Language language, string culture)
    {
        var forms = PluralRules.Of(language).Select(c => c.ToString().ToLowerInvariant()).ToHashSet();
        foreach (var (name, sentence) in All(culture))
        {
            foreach (var plural in SentencePattern.Parse(sentence).Plurals)
            {
                var general = plural.Where(selector => !selector.StartsWith('=')).ToHashSet();
                Assert.True(general.SetEquals(forms) || (general.SetEquals(["other"]) && plural.Count > 1), name);
            }
        }
    }

    [Theory]
    [InlineData(Language.English, 1, "limit of 1 character,")]
    [InlineData(Language.English, 4_000, "limit of 4000 characters,")]
    [InlineData(Language.Russian, 4_000, "в 4000 знаков,")]
    [InlineData(Language.Russian, 16_383, "в 16383 знака,")]
    [InlineData(Language.Russian, 16_381, "в 16381 знак,")]
    public void A_number_has_the_words_form_beside_it(Language language, int limit, string expected) =>
        Assert.Contains(expected, RefusalSentences.Of(new Reply.Refusal(language, RefusalReason.TooLong, $"{limit}")), StringComparison.Ordinal);

    [Theory]
    [InlineData(Language.English, "there is no such ticket", "#t1")]
    [InlineData(Language.English, "there are no such tickets", "#t1", "#t2")]
    [InlineData(Language.Russian, "такой задачи нет", "#t1")]
    [InlineData(Language.Russian, "таких задач нет", "#t1", "#t2")]
    public void Unseen_tickets_are_one_or_several(Language language, string expected, params string[] tickets)
    {
        var sentence = RefusalSentences.Of(new Reply.Refusal(language, RefusalReason.TicketsUnseen, tickets));

        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.Contains(string.Join(", ", tickets), sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Russian_sentences_are_Russian()
    {
        var foreign = All("ru").Where(s => !Cyrillic().IsMatch(s.Value) && s.Key is not "ColumnId").Select(s => s.Key);

        Assert.Empty(foreign);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Every_refusal_is_a_whole_sentence(Language language, RefusalReason reason)
    {
        var detail = reason switch { RefusalReason.RedmineMisconfigured => "RedmineKeyRefused", RefusalReason.TooLong => "16383", _ => "value" };
        var sentence = RefusalSentences.Of(new Reply.Refusal(language, reason, detail));

        Assert.DoesNotMatch(Hole(), sentence);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru", Language.Russian)]
    [InlineData("ru-RU", Language.Russian)]
    [InlineData("en", Language.English)]
    [InlineData("en-AU", Language.English)]
    [InlineData("", Language.Russian)]
    [InlineData(null, Language.Russian)]
    [InlineData("de", Language.Russian)]
    public void Of_takes_the_locale_or_what_the_bridge_is_set_to(string? locale, Language expected) =>
        Assert.Equal(expected, Sentences.Of(locale, otherwise: Language.Russian));

    [Fact]
    public void An_unknown_name_throws() =>
        Assert.Throws<MissingManifestResourceException>(() => Sentences.In(Language.English)["NoSuchSentence"]);

    private static Dictionary<string, string> All(string culture)
    {
        var resources = new ResourceManager("RedmineBridge.Actors.Texts.Sentences", typeof(Sentences).Assembly);
        var set = resources.GetResourceSet(culture == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(culture), true, false)!;
        return set.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();
}
