namespace RedmineBridge.Actors.Conversations;

/// <summary>What a button does with a draft. Stored and sent by name.</summary>
public enum DraftMove
{
    Create,

    /// <summary>Asks which field.</summary>
    Change,
    Cancel,
    Skip,
    Back,

    /// <summary>The quote shall be in the ticket.</summary>
    Quote,

    /// <summary>The quote shall not be in the ticket.</summary>
    LeaveQuote,

    /// <summary>Goes on with what was put aside.</summary>
    Resume,
}
