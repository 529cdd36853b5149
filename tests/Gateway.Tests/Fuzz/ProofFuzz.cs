using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Apps;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Gateway.Tests.Fuzz;

/// <summary>What proves where a call comes from proves it only as it was made.</summary>
public sealed class ProofFuzz(ITestOutputHelper output)
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Claims = """{"exp":1795600000,"acting_user_id":"9q9tm8fi37dnmcmzqco94gk5ir"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private static readonly Intent[] Intents =
    [
        new Intent.ShowTickets(TicketList.CreatedByMe, 3, 20),
        new Intent.SubmitForm("form", FormKind.Ticket, FormValues.None.With("project", "17").With("labels", "a", "b").With("subject", "Купить колбасы")),
        new Intent.AnswerDraft("draft", 3, "project", []),
        new Intent.MoveDraft("draft", 3, default),
    ];

    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly AppProof _proof = new(Secret, new FakeTimeProvider(Now));

    [Fact]
    public Task A_changed_token_proves_nothing()
    {
        var token = Signed(Claims);
        return Fuzzer.TextsAsync(
            output,
            "headers",
            async header =>
            {
                if (await _proof.CheckAsync(header) is not { } person)
                    return;
                Assert.Equal("9q9tm8fi37dnmcmzqco94gk5ir", person);
                var (claimed, genuine) = (header["Bearer ".Length..].Trim().Split('.'), token.Split('.'));
                Assert.Equal(genuine[..2], claimed[..2]);
                // The last letter of Base64 has bits that mean nothing.
                Assert.Equal(WebEncoders.Base64UrlDecode(genuine[2]), WebEncoders.Base64UrlDecode(claimed[2]));
            },
            made: ["Bearer " + token, "bearer  " + token + " ", "Bearer " + Signed("{}")]);
    }

    [Fact]
    public Task Claims_of_any_kind_name_a_person_or_nobody() => Fuzzer.JsonAsync(output, "claims", async json =>
    {
        if (await _proof.CheckAsync("Bearer " + Signed(json)) is not { } person)
            return;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var named = JsonElement.ParseValue(ref reader);
        Assert.True(named.GetProperty("exp") is not { ValueKind: JsonValueKind.Number } until || until.GetDouble() > Now.AddMinutes(-1).ToUnixTimeSeconds());
        Assert.True(person.Length == 0 || named.GetProperty("acting_user_id") is not { ValueKind: JsonValueKind.String } actor || actor.GetString() == person);
    });

    [Fact]
    public Task A_changed_seal_is_not_opened()
    {
        var seals = new Seals(_protection);
        var sealedTexts = Intents.Select(i => seals.Seal(Seals.Button, Call(i))).ToArray();
        return Fuzzer.TextsAsync(
            output,
            "seals",
            text =>
            {
                Assert.Null(seals.Open(Seals.App, text));
                // The last letter of Base64 has bits that mean nothing.
                if (seals.Open(Seals.Button, text) is not null)
                    Assert.Contains(sealedTexts, s => WebEncoders.Base64UrlDecode(s).SequenceEqual(WebEncoders.Base64UrlDecode(text)));
            },
            made: sealedTexts);
    }

    [Fact]
    public Task What_another_version_sealed_is_read_or_refused()
    {
        var seals = new Seals(_protection);
        return Fuzzer.JsonAsync(
            output,
            "sealed",
            json =>
            {
                Assert.Null(seals.Open(Seals.App, Seal(json)));
                seals.Open(Seals.Button, Seal(json));
            },
            Intents.Select(i => JsonSerializer.Serialize(Call(i), Seals.Format.SealedCall)));
    }

    private static SealedCall Call(Intent intent) => new(
        new(Door.Button, new("9q9tm8fi37dnmcmzqco94gk5ir"), new("8igo9wax9tfpjejjqwaxt7uzxr"), new("1dhh91a51jbrtn1xohkgcwp7to")) { Hook = "8ubj1hs87idzjcputwr9mti4mh", HookUntil = Now },
        intent,
        "redmine",
        Language.Russian,
        Now);

    private string Seal(string json)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Fastest))
            packer.Write(Encoding.UTF8.GetBytes(json));
        return WebEncoders.Base64UrlEncode(_protection.CreateProtector("RedmineBridge.Seal.1", Seals.Button).Protect(packed.ToArray()));
    }

    private static string Signed(string claims)
    {
        var said = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded(claims)}";
        return $"{said}.{WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(said)))}";
    }

    private static string Encoded(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));
}
