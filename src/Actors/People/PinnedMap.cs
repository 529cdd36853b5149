using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>The map together with the pins: who is who, and who is not believed to be. Never changed.</summary>
internal sealed class PinnedMap
{
    private readonly UserMap _map;
    private readonly IReadOnlyDictionary<string, UserId> _pins;
    private readonly ILookup<UserId, string> _logins;

    public PinnedMap(UserMap map, IReadOnlyDictionary<string, UserId> pins)
    {
        _map = map;
        _pins = pins;
        _logins = pins.Where(p => map.Find(p.Key) is not null).ToLookup(p => p.Value, p => p.Key);
    }

    /// <summary>The account has a login of the map that nobody had before, and had no other of it: it is to be pinned.</summary>
    public bool IsNew(ChatUser user) => _map.Find(user.Username) is not null && !_pins.ContainsKey(user.Username) && !_logins[user.Id].Any();

    /// <summary>Whose the login of this account was when it was first seen, where that is another's of the map.</summary>
    public UserId? OwnerInstead(ChatUser user) =>
        _map.Find(user.Username) is not null && _pins.TryGetValue(user.Username, out var owner) && owner != user.Id ? owner : null;

    /// <summary>
    /// Who renamed themselves keeps the line of the map that was theirs. Not so who took a login of somebody else: who they mean to be is
    /// for an administrator to say.
    /// </summary>
    public RedmineLogin? LoginOf(ChatUser user)
    {
        if (OwnerInstead(user) is not null)
            return null;
        var login = _logins[user.Id].Contains(user.Username) ? user.Username : Former(user);
        return login is null ? null : _map.Find(login);
    }

    /// <summary>Why the account is nobody in Redmine; null where it is somebody.</summary>
    public RefusalReason? WhyNobody(ChatUser user) =>
        OwnerInstead(user) is not null ? RefusalReason.PinnedToAnother
        : LoginOf(user) is null ? RefusalReason.NotMapped
        : null;

    /// <summary>The one login of the map that was the account's; of several none is known to be meant.</summary>
    private string? Former(ChatUser user) => _logins[user.Id].Take(2).ToArray() is [var only] ? only : null;
}
