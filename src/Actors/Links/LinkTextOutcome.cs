namespace RedmineBridge.Actors.Links;

/// <summary>What became of a text.</summary>
public enum LinkTextOutcome
{
    Linked,

    /// <summary>Nothing in it was to be linked; it is unchanged.</summary>
    Nothing,

    /// <summary>With its links it would exceed the limit; it is unchanged.</summary>
    TooLong,

    /// <summary>Our code has failed on it; it is unchanged.</summary>
    Failed,
}
