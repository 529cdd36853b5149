using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>One entry of the map: somebody in Mattermost, and who that is in Redmine.</summary>
/// <param name="Username">In Mattermost, lower case.</param>
/// <param name="Where">The setting or file that it stands in, and its place there.</param>
public sealed record MapEntry(string Username, RedmineLogin Redmine, string Where)
{
    public override string ToString() => $"{Where} `{Username}={Redmine}`";
}
