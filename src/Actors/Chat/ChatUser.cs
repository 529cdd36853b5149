namespace RedmineBridge.Actors.Chat;

/// <summary>What Mattermost says of an account.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Username">The login, lower case; a person may change it at any time.</param>
/// <param name="Locale">As set in Mattermost, <c>en</c> or <c>ru</c> for example; may be empty.</param>
/// <param name="TimeZone">An IANA name, or null where Mattermost knows none.</param>
/// <param name="IsBot">True for bot accounts; they never act.</param>
/// <param name="IsDeactivated">True for accounts switched off by an administrator.</param>
public sealed record ChatUser(UserId Id, string Username, string Locale, string? TimeZone, bool IsBot, bool IsDeactivated)
{
    /// <summary>True for guests of the server, who see only the channels that they were added to.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Empty where none is given, or where the server does not show it.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>Like <see cref="FirstName"/>.</summary>
    public string LastName { get; init; } = "";
}
