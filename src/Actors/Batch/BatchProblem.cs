namespace RedmineBridge.Actors.Batch;

/// <summary>Why a text is no list that can be worked on.</summary>
public enum BatchProblem
{
    None,

    /// <summary>There is no item in it.</summary>
    Empty,

    /// <summary>More than <see cref="BatchText.MostRunes"/> characters.</summary>
    TooLong,

    /// <summary>More than <see cref="BatchText.MostItems"/> items.</summary>
    TooManyItems,
}
