namespace RedmineBridge.Actors.Words;

/// <summary>What a person can ask for in a word or two.</summary>
public enum CommandWord
{
    Help,

    /// <summary>A ticket by form, or in a conversation.</summary>
    New,

    /// <summary>Tickets from a pasted list.</summary>
    Batch,
    Mine,
    Created,
    Link,

    /// <summary>The channel's project; the rest names it.</summary>
    Project,

    /// <summary>All that is stored of the person.</summary>
    Forget,

    /// <summary>Act by a key of one's own.</summary>
    Connect,
    Disconnect,
    Yes,
    No,
    Cancel,
    Back,
    Skip,
    Show,

    /// <summary>Change a field; the rest names it.</summary>
    Change,

    /// <summary>Change the due date; the rest says to when.</summary>
    Reschedule,
}
