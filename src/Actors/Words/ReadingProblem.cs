namespace RedmineBridge.Actors.Words;

/// <summary>Why a text is no value of the kind that was asked for.</summary>
public enum ReadingProblem
{
    /// <summary>It was read.</summary>
    None,

    /// <summary>It doesn't look like such a value at all.</summary>
    NotUnderstood,

    /// <summary>It looks like a date, and the calendar has no such day: 31.02.2027.</summary>
    Unreal,

    /// <summary>A date that one reader takes for another day than the next one: 05/06/2027.</summary>
    Ambiguous,

    /// <summary>A number, but too small or too large.</summary>
    OutOfRange,

    /// <summary>A number with a fraction where only whole ones are known.</summary>
    NotWhole,
}
