using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <summary>A Mattermost account and who it is in Redmine.</summary>
/// <param name="Redmine">Null when the map doesn't say, or may not be believed: see <see cref="PinnedToAnother"/>.</param>
/// <param name="PinnedToAnother">The map has a line for this name, but it was first seen with another account.</param>
public sealed record Person(
    UserId Id, string Username, Language Language, TimeZoneInfo Zone, bool MayAct, RedmineLogin? Redmine, bool PinnedToAnother)
{
    /// <summary>The date where the person is.</summary>
    public DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).DateTime);
}
