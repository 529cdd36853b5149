using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>What a command or a button hands to its integration, to open a dialog with: signed, and soon stale.</summary>
internal static class Trigger
{
    private const string Stage = "interactive_message.decode_trigger_id.";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the stand-in's signing key");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    public static string Sign(string clientId, string userId, long now)
    {
        var text = $"{clientId}:{userId}:{now}";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{text}:{Convert.ToBase64String(SignatureOf(text))}"));
    }

    /// <summary>Whose it is, and the short name under which the person's client knows it. Age is looked at before the signature.</summary>
    public static (string ClientId, string UserId) Read(string triggerId, long now, MattermostSettings settings)
    {
        if (Decode(triggerId) is not { } bytes)
            throw Refuse("base64_decode_failed", "Failed to decode base64 for trigger ID for interactive dialog.", $"illegal base64 data at input byte {FirstBad(triggerId)}");
        if (Encoding.UTF8.GetString(bytes).Split(':') is not [var clientId, var userId, var time, var signature])
            throw Refuse("missing_data", "Trigger ID missing required data for interactive dialog.");
        _ = long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signedAt);
        if (now - signedAt > settings.TriggerLife.TotalMilliseconds)
            throw Refuse("expired", $"Trigger ID for interactive dialog is expired. Trigger IDs live for a maximum of {Words(settings)}.");
        if (Decode(signature) is not { } signed)
            throw Refuse("base64_decode_failed_signature", "Failed to decode base64 signature of trigger ID for interactive dialog.", $"illegal base64 data at input byte {FirstBad(signature)}");
        return CryptographicOperations.FixedTimeEquals(signed, SignatureOf($"{clientId}:{userId}:{time}"))
            ? (clientId, userId)
            : throw Refuse("verify_signature_failed", "Signature verification failed of trigger ID for interactive dialog.");
    }

    private static byte[] SignatureOf(string text) => HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text));

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static int FirstBad(string text) => text.AsSpan().IndexOfAnyExcept(Base64) is >= 0 and var letter ? letter : text.Length - (text.Length % 4);

    private static string Words(MattermostSettings settings) =>
        settings.HasLongTriggers ? $"{settings.TriggerLife.TotalSeconds}s" : $"{settings.TriggerLife.TotalSeconds} seconds";

    private static MattermostRefusalException Refuse(string id, string message, string detail = "") => new(400, Stage + id, message, detail);
}
