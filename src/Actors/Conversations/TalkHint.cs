namespace RedmineBridge.Actors.Conversations;

/// <summary>A sentence in a conversation that is neither a question nor a refusal. Each exists in every language.</summary>
public enum TalkHint
{
    /// <summary>It was not understood: shall it become a ticket? Details: the draft's id, what was said.</summary>
    Offer,

    /// <summary>It was said behind a summary, and changes nothing.</summary>
    NotUnderstood,

    /// <summary>There is no draft to do this with.</summary>
    NoDraft,

    /// <summary>The draft is gone, nothing was created.</summary>
    DraftDropped,

    /// <summary>For the question that stood there when the draft was dropped.</summary>
    WasDropped,

    /// <summary>How to hand over a list.</summary>
    PasteList,

    /// <summary>The question that a button belongs to was answered already.</summary>
    AlreadyAnswered,

    /// <summary>What was said looks like an API key: others may read it here. Details: whether keys are used at all, <c>yes</c> or nothing.</summary>
    KeySaid,

    /// <summary>There is an unfinished draft. Details: its id, its subject.</summary>
    UnfinishedDraft,
}
