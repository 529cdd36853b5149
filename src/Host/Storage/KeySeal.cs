using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Host.Storage;

/// <summary>By ASP.NET's Data Protection: for each person under a purpose of their own.</summary>
internal sealed class KeySeal(IDataProtectionProvider protection) : IKeySeal
{
    public SealedKey Seal(UserId person, RedmineKey key) => new(For(person).Protect(key.Value));

    public RedmineKey? Open(UserId person, SealedKey key)
    {
        try
        {
            return RedmineKey.TryParse(For(person).Unprotect(key.Text), out var opened) ? opened : null;
        }
        catch (CryptographicException)
        {
            // Somebody else's, changed, or sealed by keys that are gone.
            return null;
        }
    }

    private IDataProtector For(UserId person) => protection.CreateProtector("RedmineBridge.RedmineKey.1", person.Value);
}
