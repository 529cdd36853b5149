namespace RedmineBridge.Actors.Intents;

/// <summary>Why something was not done. Each has a sentence in every language that says what to do next.</summary>
public enum RefusalReason
{
    /// <summary>The map has no Redmine login for this person.</summary>
    NotMapped,

    /// <summary>The login in the map belonged to another Mattermost account when it was first seen.</summary>
    PinnedToAnother,

    /// <summary>Redmine doesn't know the mapped login, or it is locked (it doesn't tell which).</summary>
    NoRedmineAccount,

    /// <summary>It may have been created, and nobody who may look for it does.</summary>
    OutcomeNotKnown,

    /// <summary>People act as the map says here, not by keys of their own.</summary>
    KeysNotUsed,

    /// <summary>Redmine doesn't know the key that was typed.</summary>
    KeyUnknown,

    /// <summary>Somebody else acts as the key's account already.</summary>
    KeyOfAnother,

    /// <summary>Tickets of the person are being created by the key that is to be forgotten.</summary>
    KeyInUse,

    /// <summary>Missing, or not for this person to see; the answer doesn't tell which.</summary>
    TicketsUnseen,

    RedmineAway,

    /// <summary>More is waiting for Redmine than it can do in good time.</summary>
    RedmineBusy,

    /// <summary>Too much is under way in the bridge itself.</summary>
    BridgeBusy,

    /// <summary>This person asks for more than anybody does by hand.</summary>
    TooManyCalls,

    /// <summary>Redmine refuses the bridge's key, REST is off, or the key is no administrator's.</summary>
    RedmineMisconfigured,

    MattermostAway,

    /// <summary>The bridge's own database doesn't answer.</summary>
    StoreAway,

    /// <summary>A bug of the bridge itself. Details: by what name its log has it.</summary>
    OurFault,

    /// <summary>The text would exceed Mattermost's message size.</summary>
    TooLong,

    /// <summary>The same, of a post.</summary>
    PostTooLong,

    NothingToLink,

    /// <summary>Bots and deactivated accounts.</summary>
    MayNotAct,

    /// <summary>No project in which the person may create tickets.</summary>
    NoProjects,

    /// <summary>The form, list or result is no longer known.</summary>
    FormExpired,

    /// <summary>The project doesn't take tickets of this person (any more).</summary>
    ProjectGone,

    /// <summary>Redmine took the ticket for wrong and didn't say what is.</summary>
    RedmineRefusedSilently,

    /// <summary>The bot may not write in that channel.</summary>
    MayNotPostThere,

    NotChannelAdmin,

    /// <summary>Details: what was typed.</summary>
    NoSuchProject,

    NothingToShare,

    /// <summary>What is set for a channel can't be set in a conversation of a few people.</summary>
    NoChannelHere,

    /// <summary>Mattermost doesn't tell the bot who may manage a channel that it isn't in.</summary>
    BotNotInChannel,

    /// <summary>The person is a guest of the server, and the settings don't let guests act.</summary>
    GuestsMayNotAct,

    /// <summary>Everybody acts by an API key of their own, and this person has given none. Details: the username.</summary>
    NotConnected,

    /// <summary>Redmine doesn't accept the person's own API key any more, or it is another account's.</summary>
    OwnKeyRefused,
}
