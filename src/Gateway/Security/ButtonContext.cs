using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Gateway.Security;

/// <summary>
/// What a button of ours carries: for whom, until when, and what it shows. Mattermost proves nothing about the calls of buttons, so it
/// is signed and sealed; any user of an old server could send us whatever else they like.
/// </summary>
/// <param name="Trigger">The word of the command that made it.</param>
internal sealed record ButtonContext(UserId User, string Trigger, TicketList List, int Page, int PageSize, DateTimeOffset Until)
{
    public const string Purpose = "RedmineBridge.Button.1";

    public string Seal(IDataProtector protector) => protector.Protect(string.Join(
        '|',
        User.Value,
        Trigger,
        List,
        Page.ToString(CultureInfo.InvariantCulture),
        PageSize.ToString(CultureInfo.InvariantCulture),
        Until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

    /// <summary>Null when it isn't ours, or was changed.</summary>
    public static ButtonContext? Open(string sealedText, IDataProtector protector)
    {
        try
        {
            return protector.Unprotect(sealedText).Split('|') is [var user, var trigger, var list, var page, var size, var until]
                ? new(
                    new(user),
                    trigger,
                    Enum.Parse<TicketList>(list),
                    int.Parse(page, CultureInfo.InvariantCulture),
                    int.Parse(size, CultureInfo.InvariantCulture),
                    DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
