namespace RedmineBridge.Actors.Chat;

/// <summary>A Mattermost channel's id; direct messages are channels too.</summary>
public readonly record struct ChannelId(string Value)
{
    public override string ToString() => Value;
}
