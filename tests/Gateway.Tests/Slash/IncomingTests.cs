using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class IncomingTests
{
    [Theory]
    [InlineData("9q9tm8fi37dnmcmzqco94gk5ir", true)]
    [InlineData("9q9tm8fi37dnmcmzqco94gk5ir\n", false)]
    [InlineData("9Q9tm8fi37dnmcmzqco94gk5ir", false)]
    [InlineData("9q9tm8fi37dnmcmzqco94gk5i", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_is_26_letters_and_digits_and_nothing_else(string? text, bool isId) => Assert.Equal(isId, Incoming.IsId(text));
}
