using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Tests.Support;

/// <summary>Seals for one person, and hides nothing.</summary>
public sealed class PlainSeal : IKeySeal
{
    public SealedKey Seal(UserId person, RedmineKey key) => new($"{person}_{key.Value}");

    public RedmineKey? Open(UserId person, SealedKey key) =>
        key.Text.Split('_') is [var owner, var text] && owner == person.Value && RedmineKey.TryParse(text, out var opened) ? opened : null;
}
