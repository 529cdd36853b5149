using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine;

/// <summary>Seals people's own API keys, each for its person alone. Thread-safe; doesn't block.</summary>
public interface IKeySeal
{
    SealedKey Seal(UserId person, RedmineKey key);

    /// <summary>Null where it was sealed for somebody else, was changed, or what sealed it is lost.</summary>
    RedmineKey? Open(UserId person, SealedKey key);
}
