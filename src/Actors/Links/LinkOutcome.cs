namespace RedmineBridge.Actors.Links;

/// <summary>How a post ended.</summary>
public enum LinkOutcome
{
    Linked,

    /// <summary>Nothing in it needs a link (any more).</summary>
    Nothing,

    /// <summary>Its author was told why nothing was linked, or was told of the same reason not long ago.</summary>
    Refused,

    /// <summary>Deleted meanwhile, or in a channel that the bot has left.</summary>
    Gone,

    /// <summary>It failed again and again; logged and counted, not tried any more.</summary>
    SetAside,
}
