using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <param name="Language">For people whose Mattermost is set to a language we don't speak.</param>
/// <param name="Zone">For people whose time zone Mattermost doesn't know.</param>
public sealed record PeopleSettings(UserMap Map, Language Language, TimeZoneInfo Zone);
