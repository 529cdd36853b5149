using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <param name="Language">For people whose Mattermost is set to a language we don't speak.</param>
/// <param name="Zone">For people whose time zone Mattermost doesn't know.</param>
/// <param name="GuestsAct">Guests of the server may use the bridge like its members.</param>
public sealed record PeopleSettings(UserMap Map, Language Language, TimeZoneInfo Zone, bool GuestsAct = false)
{
    /// <summary>Who acts by a key of their own; null where the map says who is who.</summary>
    public IConnectedPeople? Connected { get; init; }
}
