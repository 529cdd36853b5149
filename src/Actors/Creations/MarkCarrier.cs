namespace RedmineBridge.Actors.Creations;

/// <summary>What carries a ticket's mark. Stored: the names stay, and the first is what tickets without one were sent with.</summary>
public enum MarkCarrier
{
    /// <summary>The last line of the description.</summary>
    Description,

    /// <summary>A custom field.</summary>
    Field,

    /// <summary>There is no mark: an equal ticket of the person's, created since, is taken for it.</summary>
    Nothing,
}
