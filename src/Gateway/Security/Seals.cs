using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Gateway.Security;

/// <summary>
/// Mattermost proves nothing about the calls of buttons and dialogs, and lets any user send what they like in its name. So what these
/// carry is sealed: nobody can read, change or make it, nor use that of a button for a dialog. Thread-safe.
/// </summary>
public sealed class Seals(IDataProtectionProvider protection)
{
    /// <summary>The purposes; those of dialogs are their <c>callback_id</c>.</summary>
    internal const string Button = "button";
    internal const string TicketDialog = "ticket";
    internal const string BatchDialog = "batch";
    internal const string ShareDialog = "share";
    internal const string KeyDialog = "key";
    internal const string App = "app";

    /// <summary>With letters of all alphabets as they are: escaped they would be three times as long, and no browser ever sees them.</summary>
    internal static readonly SealedJson Format = new(new JsonSerializerOptions(SealedJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly Dictionary<string, IDataProtector> _protectors = new[] { Button, TicketDialog, BatchDialog, ShareDialog, KeyDialog, App }
        .ToDictionary(p => p, p => protection.CreateProtector("RedmineBridge.Seal.1", p));

    internal static string DialogOf(FormKind form) => form == FormKind.Batch ? BatchDialog : TicketDialog;

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>.</summary>
    internal string Seal(string purpose, SealedCall call)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(packer, call, Format.SealedCall);
        return WebEncoders.Base64UrlEncode(_protectors[purpose].Protect(packed.ToArray()));
    }

    /// <summary>Null when it isn't ours, was changed, or was sealed for another purpose.</summary>
    internal SealedCall? Open(string purpose, string text)
    {
        if (!_protectors.TryGetValue(purpose, out var protector))
            return null;
        try
        {
            using var unpacker = new BrotliStream(new MemoryStream(protector.Unprotect(WebEncoders.Base64UrlDecode(text))), CompressionMode.Decompress);
            return JsonSerializer.Deserialize(unpacker, Format.SealedCall);
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException or InvalidDataException or JsonException or NotSupportedException)
        {
            // The last three: sealed by another version of the bridge.
            return null;
        }
    }
}
