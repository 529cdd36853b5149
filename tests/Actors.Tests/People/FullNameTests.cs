using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.People;

public sealed class FullNameTests
{
    [Theory]
    [InlineData("Bob", "Fisher", "Bob Fisher")]
    [InlineData("Bob", "Fisher", "Fisher Bob")]
    [InlineData("Bob", "Fisher", "Fisher, Bob")]
    [InlineData("  bob ", "FISHER", "Bob  \t Fisher ")]
    [InlineData("Bob Fisher", "", "Bob Fisher")]
    [InlineData("", "Bob Fisher", "Bob Fisher")]
    [InlineData("Иван", "Петров", "ПЕТРОВ ИВАН")]
    [InlineData("Фёдор", "Ежов", "Федор Ежов")]
    [InlineData("Фе\u0308дор", "Ежов", "Фёдор Ежов")]
    [InlineData("Jose\u0301", "Nun\u0303ez", "José Nuñez")]
    [InlineData("Иван Петрович", "Сидоров", "Сидоров Иван Петрович")]
    [InlineData("Bob\u00a0", "Fisher", "Bob\u2003Fisher")]
    [InlineData("Bob\n", "Fisher\0", "Bob Fisher")]
    [InlineData("Ｂｏｂ", "Fisher", "Bob Fisher")]
    [InlineData("Anna Maria", "von der Tann", "von der Tann Anna Maria")]
    public void It_is_the_same_name_however_it_is_written(string first, string last, string inRedmine) => Assert.True(IsCalled(first, last, inRedmine));

    [Theory]
    [InlineData("Bob", "Fisher", "Bob")]
    [InlineData("Bob", "Fisher", "Bob F.")]
    [InlineData("Bob", "Fisher", "Bob Fisherman")]
    [InlineData("Bob", "Fisher", "BobFisher")]
    [InlineData("Bob", "Fisher", "Bob Lee Fisher")]
    [InlineData("Bob", "Fisher", "Bob Fisher Bob")]
    [InlineData("Bob", "Fisher", "")]
    [InlineData("Bob", "Fisher", "Вob Fisher")]
    [InlineData("Bob", "Fisher", "Bob\u200bFisher")]
    [InlineData("Bob", "Fisher", "\u202eBob Fisher")]
    [InlineData("Иван", "Петров", "Иван Петрова")]
    public void Another_name_is_another(string first, string last, string inRedmine) => Assert.False(IsCalled(first, last, inRedmine));

    [Theory]
    [InlineData("", "")]
    [InlineData("Bob", "")]
    [InlineData("", "Fisher")]
    [InlineData(" \u00a0", ",")]
    [InlineData("\0", "Bob")]
    public void By_less_than_two_words_nobody_is_known(string first, string last) => Assert.Null(FullName.Of(first, last));

    [Fact]
    public void Half_a_character_is_survived()
    {
        // Such a text can't be an argument of a test.
        Assert.True(IsCalled("Bob\ud83d", "Fisher", "bob\ude00 fisher"));
        Assert.False(IsCalled("Bob\ud83d", "Fisher", "Bob Fisher"));
    }

    private static bool IsCalled(string first, string last, string inRedmine) => FullName.Of(first, last)!.Comparable.Contains(Typed.Name(inRedmine));
}
