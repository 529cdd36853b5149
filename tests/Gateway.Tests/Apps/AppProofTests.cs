using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RedmineBridge.Gateway.Apps;

namespace RedmineBridge.Gateway.Tests.Apps;

public sealed class AppProofTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private readonly AppProof _proof = new(Secret, new FakeTimeProvider(Now));

    [Fact]
    public async Task A_token_of_the_plugin_says_who_acts() =>
        Assert.Equal("alice", await _proof.CheckAsync("Bearer " + Token()));

    [Fact]
    public async Task A_token_without_a_person_speaks_for_nobody() =>
        Assert.Equal("", await _proof.CheckAsync("Bearer " + Token(user: null)));

    [Theory]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("[\"a\",\"\\ud800\"]", "alice")]
    public async Task A_claim_with_half_a_character_makes_nothing_fail(string odd, string? person)
    {
        var said = $"{Base64("""{"alg":"HS256","typ":"JWT"}""")}.{Base64($$"""{"exp":{{Now.AddMinutes(15).ToUnixTimeSeconds()}},"acting_user_id":"alice","odd":{{odd}}}""")}";
        var signature = Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(said)));

        Assert.Equal(person, await _proof.CheckAsync($"Bearer {said}.{signature}"));
    }

    public static TheoryData<string, string> Forged => new()
    {
        { "no token", "" },
        { "another scheme", "Token " + Token() },
        { "garbage", "Bearer a.b.c" },
        { "another secret", "Bearer " + Token(secret: "fedcba9876543210fedcba9876543210") },
        { "another algorithm", "Bearer " + Token(secret: Secret + Secret, algorithm: SecurityAlgorithms.HmacSha512) },
        { "no signature", $"Bearer {Base64("""{"alg":"none","typ":"JWT"}""")}.{Base64($$"""{"exp":{{Now.AddMinutes(15).ToUnixTimeSeconds()}},"acting_user_id":"alice"}""")}." },
        { "expired", "Bearer " + Token(expires: Now.AddMinutes(-2)) },
        { "never expires", "Bearer " + Token(expires: null) },
        { "tampered", "Bearer " + Token()[..^3] + "abc" },
    };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Anything_else_proves_nothing(string what, string header) => Assert.Equal((what, null), (what, await _proof.CheckAsync(header)));

    private static string Token() => Token(Secret, SecurityAlgorithms.HmacSha256, "alice", Now.AddMinutes(15));

    private static string Token(string? user) => Token(Secret, SecurityAlgorithms.HmacSha256, user, Now.AddMinutes(15));

    private static string Token(DateTimeOffset? expires) => Token(Secret, SecurityAlgorithms.HmacSha256, "alice", expires);

    private static string Token(string secret, string algorithm = SecurityAlgorithms.HmacSha256) => Token(secret, algorithm, "alice", Now.AddMinutes(15));

    private static string Token(string secret, string algorithm, string? user, DateTimeOffset? expires)
    {
        var claims = new Dictionary<string, object>();
        if (user is not null)
            claims["acting_user_id"] = user;
        if (expires is { } until)
            claims["exp"] = until.ToUnixTimeSeconds();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), algorithm),
        });
    }

    private static string Base64(string json) => Base64UrlEncoder.Encode(json);
}
