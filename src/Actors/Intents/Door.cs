namespace RedmineBridge.Actors.Intents;

/// <summary>The ways in. Stored and sent by name.</summary>
public enum Door
{
    SlashCommand,
    Button,
    Dialog,
    App,
    DirectMessage,

    /// <summary>The bot was mentioned in a channel: the result is due there too.</summary>
    Mention,
}
