using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Tests.Storage;

public sealed class KeySealTests
{
    private const string Text = "0123456789abcdef0123456789abcdef01234567";
    private static readonly UserId Alice = new("alice-id");
    private readonly IDataProtectionProvider _protection = new EphemeralDataProtectionProvider();

    [Fact]
    public void A_key_is_opened_for_its_person_alone()
    {
        var seal = new KeySeal(_protection);
        Assert.True(RedmineKey.TryParse(Text, out var key));
        var closed = seal.Seal(Alice, key);

        Assert.DoesNotContain(Text, closed.Text, StringComparison.Ordinal);
        Assert.Equal(Text, new KeySeal(_protection).Open(Alice, new(closed.Text))?.Value);
        Assert.Null(seal.Open(new("mallory-id"), closed));
        Assert.Null(seal.Open(Alice, new(closed.Text[..^4])));
        Assert.Null(seal.Open(Alice, new("")));
        Assert.Null(seal.Open(Alice, new("no seal at all!")));
        Assert.Null(new KeySeal(new EphemeralDataProtectionProvider()).Open(Alice, closed));
        Assert.Null(seal.Open(Alice, new(_protection.CreateProtector("another purpose", Alice.Value).Protect(Text))));
    }
}
