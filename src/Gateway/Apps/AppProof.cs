using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RedmineBridge.Gateway.Apps;

/// <summary>
/// Checks the token that the Apps plugin signs each call with: HS256 alone, the secret typed at installation, not expired. It says who
/// acts; the call's body is not covered by it, so what the body says of that person has to be the same.
/// </summary>
/// <param name="secret">At least 32 characters: HS256 asks for a key of 256 bits.</param>
public sealed class AppProof(string secret, TimeProvider clock)
{
    public const string Header = "Mattermost-App-Authorization";

    /// <summary>Clocks of two servers differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _rules = new()
    {
        IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)),
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuer = false,
        ValidateAudience = false,
        LifetimeValidator = (_, expires, _, _) => expires is { } until && clock.GetUtcNow() < until + Skew,
    };

    /// <summary>Null when the call proves nothing; else the id of who acts, empty where nobody in particular does.</summary>
    public async Task<string?> CheckAsync(string header)
    {
        const string scheme = "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var result = await _handler.ValidateTokenAsync(header[scheme.Length..].Trim(), _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
            return null;
        // This claim alone: what others hold may be no text.
        return token.TryGetPayloadValue<string>("acting_user_id", out var user) ? user : "";
    }
}
