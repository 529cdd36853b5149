using System.Xml.Linq;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Tests.Security;

public sealed class SealsTests
{
    private static readonly DateTimeOffset Until = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private static readonly Origin Origin = new(Door.Dialog, new("hzxq3j6k5fgk5xkqpbhm9e6zye"), new("8igo9wax9tfpjejjqwaxt7uzxr"), new("1dhh91a51jbrtn1xohkgcwp7to"))
    {
        Link = "https://chat.example.org/office/channels/8igo9wax9tfpjejjqwaxt7uzxr",
        Hook = "8ubj1hs87idzjcputwr9mti4mh",
        HookUntil = Until,
    };

    private static readonly FormValues Values = FormValues.None.With("project", "17").With("labels", "a", "b").With("subject", "Купить колбасы");
    private readonly Seals _seals = new(new EphemeralDataProtectionProvider());

    public static TheoryData<Intent> Intents => [
        new Intent.ShowTickets(TicketList.CreatedByMe, 3, 20),
        new Intent.OpenForm(FormKind.Batch, "1. Buy"),
        new Intent.RefreshForm("form", FormKind.Ticket, Values),
        new Intent.SubmitForm("form", FormKind.Ticket, Values),
        new Intent.CreateBatch("batch"),
        new Intent.CorrectForm("form"),
        new Intent.ShareCreated("request", true),
    ];

    [Theory]
    [MemberData(nameof(Intents))]
    public void Opens_what_was_sealed_whatever_it_does(Intent intent)
    {
        var call = new SealedCall(Origin, intent, "redmine", Language.Russian, Until);

        Assert.Equal(call, _seals.Open(Seals.TicketDialog, _seals.Seal(Seals.TicketDialog, call)));
    }

    [Fact]
    public void Hides_what_it_carries_and_is_written_in_letters_that_every_wire_takes()
    {
        var text = _seals.Seal(Seals.TicketDialog, Call);

        Assert.DoesNotContain("8ubj1hs87idzjcputwr9mti4mh", text, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
    }

    [Fact]
    public void Is_short_enough_for_a_dialogs_state_and_for_two_buttons_of_a_post_on_an_old_server()
    {
        Assert.InRange(_seals.Seal(Seals.TicketDialog, Call).Length, 1, 2_000);
        var longest = Call with { Intent = new Intent.RefreshForm("form", FormKind.Ticket, Values.With("description", string.Concat(Enumerable.Range(0, 300).Select(i => $"Слово {i} ")))) };
        Assert.InRange(_seals.Seal(Seals.Button, longest).Length, 1, 4_000);
    }

    [Fact]
    public void Refuses_what_was_changed_or_sealed_for_another_purpose_or_by_others()
    {
        var text = _seals.Seal(Seals.TicketDialog, Call);

        Assert.NotNull(_seals.Open(Seals.TicketDialog, text));
        Assert.Null(_seals.Open(Seals.TicketDialog, text[..^2] + (text[^2] == 'A' ? 'B' : 'A') + text[^1]));
        Assert.Null(_seals.Open(Seals.BatchDialog, text));
        Assert.Null(_seals.Open(Seals.Button, text));
        Assert.Null(_seals.Open("nosuch", text));
        Assert.Null(_seals.Open(Seals.TicketDialog, ""));
        Assert.Null(_seals.Open(Seals.TicketDialog, "not base 64!"));
        Assert.Null(new Seals(new EphemeralDataProtectionProvider()).Open(Seals.TicketDialog, text));
    }

    [Fact]
    public void Refuses_what_another_version_sealed_in_a_form_of_its_own()
    {
        var protection = new EphemeralDataProtectionProvider();
        var json = JsonSerializer.Serialize(Call, Seals.Format.SealedCall).Replace("\"$type\"", "\"kind\"", StringComparison.Ordinal);
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Fastest))
            packer.Write(Encoding.UTF8.GetBytes(json));
        var text = WebEncoders.Base64UrlEncode(protection.CreateProtector("RedmineBridge.Seal.1", Seals.TicketDialog).Protect(packed.ToArray()));

        Assert.Null(new Seals(protection).Open(Seals.TicketDialog, text));
    }

    [Theory]
    [InlineData("hzxq3j6k5fgk5xkqpbhm9e6zye", "8igo9wax9tfpjejjqwaxt7uzxr", 0, true)]
    [InlineData("hzxq3j6k5fgk5xkqpbhm9e6zye", "8igo9wax9tfpjejjqwaxt7uzxr", 1, false)]
    [InlineData("9q9tm8fi37dnmcmzqco94gk5ir", "8igo9wax9tfpjejjqwaxt7uzxr", 0, false)]
    [InlineData("hzxq3j6k5fgk5xkqpbhm9e6zye", "irs4e5aixpyym8z8tkc9wbga6c", 0, false)]
    public void Is_for_one_person_in_one_channel_until_then(string user, string channel, int secondsTooLate, bool isFor) =>
        Assert.Equal(isFor, Call.IsOf(user, channel) && !Call.IsOld(Until.AddSeconds(secondsTooLate)));

    /// <summary>As ASP.NET does every three months: a new key seals, the old ones still open.</summary>
    [Fact]
    public void Opens_what_was_sealed_before_the_keys_were_changed()
    {
        var stored = new StoredKeys();
        var text = new Seals(Protection(stored)).Seal(Seals.Button, Call);
        using (var services = Services(stored))
        {
            var now = TimeProvider.System.GetUtcNow();
            services.GetRequiredService<IKeyManager>().CreateNewKey(now.AddMinutes(1), now.AddDays(90));
        }

        var after = new Seals(Protection(stored));

        Assert.Equal(2, stored.GetAllElements().Count);
        Assert.Equal(Call, after.Open(Seals.Button, text));
        Assert.NotEqual(KeyOf(text), KeyOf(after.Seal(Seals.Button, Call)));
        Assert.Null(new Seals(Protection(new StoredKeys())).Open(Seals.Button, text));
    }

    /// <summary>Behind four bytes of its own a protected text names its key.</summary>
    private static string KeyOf(string seal) => seal[..26];

    private static IDataProtectionProvider Protection(StoredKeys keys) => Services(keys).GetRequiredService<IDataProtectionProvider>();

    private static ServiceProvider Services(StoredKeys keys)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("redmine-bridge");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
        return services.BuildServiceProvider();
    }

    private sealed class StoredKeys : IXmlRepository
    {
        private readonly List<XElement> _keys = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

        public void StoreElement(XElement element, string friendlyName) => _keys.Add(element);
    }

    private static SealedCall Call => new(Origin, new Intent.SubmitForm("form-of-26-characters-00000", FormKind.Ticket, Values), "redmine", Language.Russian, Until);
}
