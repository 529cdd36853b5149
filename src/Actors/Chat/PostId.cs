namespace RedmineBridge.Actors.Chat;

/// <summary>A Mattermost post's id.</summary>
public readonly record struct PostId(string Value)
{
    public override string ToString() => Value;
}
