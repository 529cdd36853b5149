using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Host.Doctoring;

/// <summary>The account that the token belongs to.</summary>
/// <param name="Roles">Of the whole server.</param>
internal sealed record Bot(UserId Id, string Username, IReadOnlyList<string> Roles);
