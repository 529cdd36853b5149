namespace RedmineBridge.Actors.Conversations;

/// <summary>Where a person spoke to the bot. Sent by name.</summary>
public enum SaidIn
{
    /// <summary>In their direct message with it.</summary>
    DirectMessage,

    /// <summary>By mentioning it where everybody of the team can read.</summary>
    PublicChannel,

    /// <summary>By mentioning it where only some can read, or where that is not known.</summary>
    PrivateChannel,
}
