namespace RedmineBridge.Actors.Batch;

/// <summary>Why lines of a pasted list become no item.</summary>
public enum BatchSkipReason
{
    Heading,

    /// <summary>Its checkbox is ticked.</summary>
    Done,
}
