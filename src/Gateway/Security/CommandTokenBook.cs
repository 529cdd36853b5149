using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Security;

/// <summary>
/// The secrets that slash commands prove themselves by. They are compared by their hashes and in constant time, all of them each time,
/// so that an answer's delay tells nothing. Thread-safe.
/// </summary>
public sealed class CommandTokenBook
{
    private ImmutableDictionary<(TeamId Team, string Trigger), byte[]> _hashes = ImmutableDictionary<(TeamId, string), byte[]>.Empty;

    private ImmutableHashSet<string> _offered = [];

    public void Learn(IEnumerable<CommandToken> tokens)
    {
        foreach (var token in tokens.Where(t => t.Token.Length > 0))
            ImmutableInterlocked.Update(ref _hashes, (all, t) => all.SetItem((t.Team, t.Trigger), Hash(t.Token)), token);
    }

    /// <summary>Whether any command has this token: asked before a call's body is looked at.</summary>
    public bool IsKnown(string token)
    {
        var hash = Hash(token);
        var known = false;
        foreach (var one in Volatile.Read(ref _hashes).Values)
            known |= CryptographicOperations.FixedTimeEquals(one, hash);
        return known;
    }

    /// <summary>Whether it is the token of just this command.</summary>
    public bool IsGenuine(TeamId team, string trigger, string token) =>
        Volatile.Read(ref _hashes).TryGetValue((team, trigger), out var hash) && CryptographicOperations.FixedTimeEquals(hash, Hash(token));

    /// <summary>Whether there is a slash command of this word that leads to us, in any team.</summary>
    public bool Offers(string trigger) => Volatile.Read(ref _offered).Contains(trigger);

    /// <summary>Those are the slash commands that there are. A token may be known of one that is no more, or is not offered any more.</summary>
    /// <param name="keepsOthers">Those that were there before may be there still.</param>
    public void Offer(IEnumerable<string> triggers, bool keepsOthers = false) =>
        ImmutableInterlocked.Update(ref _offered, before => [.. keepsOthers ? before : [], .. triggers]);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
