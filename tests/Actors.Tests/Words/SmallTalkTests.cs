using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed class SmallTalkTests
{
    [Theory]
    [InlineData("thanks")]
    [InlineData("Thank you very much!")]
    [InlineData("Thanks a lot, bot :)")]
    [InlineData("thx!!!")]
    [InlineData("ok, great")]
    [InlineData("Hello there")]
    [InlineData("Good morning!")]
    [InlineData("bye")]
    [InlineData("Спасибо большое!")]
    [InlineData("спасибо, бот")]
    [InlineData("СПАСИБО")]
    [InlineData("Привет!")]
    [InlineData("Добрый день")]
    [InlineData("Доброе утро, всем")]
    [InlineData("понял, спасибо")]
    [InlineData("ок")]
    [InlineData(":+1:")]
    [InlineData("thanks :thumbsup_tone2:")]
    [InlineData("👍🏽")]
    [InlineData("🎉 🎉")]
    [InlineData("...")]
    [InlineData("?")]
    [InlineData(" ")]
    [InlineData("")]
    public void Kindness_is_small_talk(string text) => Assert.True(SmallTalk.Is(text));

    [Theory]
    [InlineData("ok, do it tomorrow @bob")]
    [InlineData("thanks, and fix the tap")]
    [InlineData("hello world page is broken")]
    [InlineData("спасибо, но принтер не работает")]
    [InlineData("привет Боб")]
    [InlineData("5")]
    [InlineData("+1")]
    [InlineData("1 👍")]
    [InlineData("10:30:00")]
    [InlineData("@bob")]
    [InlineData("#t1")]
    [InlineData("new")]
    [InlineData("нет")]
    [InlineData("help")]
    [InlineData("goodnight")]
    public void What_may_want_something_is_none(string text) => Assert.False(SmallTalk.Is(text));
}
