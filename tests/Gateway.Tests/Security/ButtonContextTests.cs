using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Tests.Security;

public sealed class ButtonContextTests
{
    private static readonly IDataProtector Protector = new EphemeralDataProtectionProvider().CreateProtector(ButtonContext.Purpose);
    private static readonly ButtonContext Context = new(
        new("hzxq3j6k5fgk5xkqpbhm9e6zye"), "redmine", TicketList.CreatedByMe, 3, 20, DateTimeOffset.FromUnixTimeSeconds(1_795_000_000));

    [Fact]
    public void Opens_what_was_sealed() => Assert.Equal(Context, ButtonContext.Open(Context.Seal(Protector), Protector));

    [Fact]
    public void Hides_what_it_carries() => Assert.DoesNotContain("hzxq3j6k5fgk5xkqpbhm9e6zye", Context.Seal(Protector), StringComparison.Ordinal);

    [Fact]
    public void Refuses_what_was_changed_or_sealed_for_another_purpose()
    {
        var seal = Context.Seal(Protector);

        Assert.Null(ButtonContext.Open(seal[..^2] + (seal[^2] == 'A' ? 'B' : 'A') + seal[^1], Protector));
        Assert.Null(ButtonContext.Open("", Protector));
        Assert.Null(ButtonContext.Open("hzxq3j6k5fgk5xkqpbhm9e6zye|redmine|CreatedByMe|3|20|1795000000", Protector));
        Assert.Null(ButtonContext.Open(Context.Seal(new EphemeralDataProtectionProvider().CreateProtector(ButtonContext.Purpose)), Protector));
    }
}
