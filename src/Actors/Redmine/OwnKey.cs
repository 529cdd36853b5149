using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// A person by the API key of their own account. Two are equal where the same person acts as the same account: what was read by one key
/// is that person's alone, and stays so when they get a new key.
/// </summary>
/// <param name="Person">Whose the key is in Mattermost; it was sealed for nobody else.</param>
/// <param name="Account">Whose the key was when it was first looked at.</param>
public sealed record OwnKey(UserId Person, RedmineUser Account, SealedKey Key) : RedmineIdentity
{
    public bool Equals(OwnKey? other) => other is not null && Person == other.Person && Account.Id == other.Account.Id;

    public override int GetHashCode() => HashCode.Combine(Person, Account.Id);
}
