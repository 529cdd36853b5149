namespace RedmineBridge.Host.Setup;

/// <summary>Somebody who is found in both servers.</summary>
/// <param name="Why">What tells it.</param>
internal sealed record PersonMatch(string Mattermost, string Redmine, string Why)
{
    /// <summary>As it stands in the map.</summary>
    public string Line => $"{Mattermost}={Redmine}";
}
