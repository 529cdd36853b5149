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
            Assert.True(Holes(english[name]).SetEquals(Holes(russian[name])), name);
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
        var detail = reason == RefusalReason.RedmineMisconfigured ? "RedmineKeyRefused" : "value";
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

    private static HashSet<string> Holes(string sentence) => [.. Hole().Matches(sentence).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();
}
