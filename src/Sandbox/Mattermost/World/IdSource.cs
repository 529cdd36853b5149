using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Ids that look like Mattermost's (26 letters and digits) and are the same in every run of the same world.</summary>
internal sealed class IdSource(string seed)
{
    private const string Alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private long _last;

    public string Next()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{Interlocked.Increment(ref _last)}"));
        return string.Create(26, hash, (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Alphabet[bytes[i] & 31];
        });
    }
}
