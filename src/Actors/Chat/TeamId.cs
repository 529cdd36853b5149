namespace RedmineBridge.Actors.Chat;

/// <summary>A Mattermost team's id.</summary>
public readonly record struct TeamId(string Value)
{
    public override string ToString() => Value;
}
