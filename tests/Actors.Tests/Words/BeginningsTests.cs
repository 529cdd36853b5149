using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed class BeginningsTests
{
    private static readonly string[] Choices = ["New", "New  urgent", "Закрыта", "Ещё открыта", "Ещё обсуждается", "Закрыта"];

    [Theory]
    [InlineData("new", "New")]
    [InlineData("new u", "New  urgent")]
    [InlineData(" NEW   URGENT ", "New  urgent")]
    [InlineData("ne", "New", "New  urgent")]
    [InlineData("еще отк", "Ещё открыта")]
    [InlineData("ЕЩЁ", "Ещё открыта", "Ещё обсуждается")]
    [InlineData("закрыта", "Закрыта", "Закрыта")]
    [InlineData("urgent")]
    [InlineData("newer")]
    [InlineData("")]
    [InlineData(" ")]
    public void The_name_itself_wins_over_its_beginning(string typed, params string[] expected) =>
        Assert.Equal(expected, Beginnings.Find(typed, Choices, name => name));

    [Theory]
    [InlineData("mine", "mine", true)]
    [InlineData("mine", "mime", true)]
    [InlineData("mine", "min", true)]
    [InlineData("mine", "miine", true)]
    [InlineData("mine", "mien", true)]
    [InlineData("mine", "imne", true)]
    [InlineData("mine", "mi", false)]
    [InlineData("mine", "nime", false)]
    [InlineData("mine", "mxxe", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", true)]
    [InlineData("ab", "ba", true)]
    [InlineData("abc", "cab", false)]
    public void One_slip_is_one_letter_or_two_that_changed_places(string a, string b, bool expected)
    {
        Assert.Equal(expected, Beginnings.IsOneSlip(a, b));
        Assert.Equal(expected, Beginnings.IsOneSlip(b, a));
    }
}
