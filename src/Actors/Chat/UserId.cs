namespace RedmineBridge.Actors.Chat;

/// <summary>A Mattermost user's id: 26 lower-case letters and digits, given for life; the only thing that identifies a person.</summary>
public readonly record struct UserId(string Value)
{
    public override string ToString() => Value;
}
