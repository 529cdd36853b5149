using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <summary>A Mattermost account and who it is in Redmine.</summary>
/// <param name="Redmine">Null when it isn't known, or may not be believed.</param>
/// <param name="Obstacle">Why the person may not act; null when they may, and then <paramref name="Redmine"/> is known.</param>
public sealed record Person(UserId Id, string Username, Language Language, TimeZoneInfo Zone, RedmineIdentity? Redmine, RefusalReason? Obstacle)
{
    /// <summary>Null where Mattermost doesn't tell it.</summary>
    public FullName? Name { get; init; }

    /// <summary>The date where the person is.</summary>
    public DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).DateTime);
}
