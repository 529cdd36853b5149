namespace RedmineBridge.Actors.Words;

/// <summary>What a text was read as: a value, or the reason why there is none.</summary>
/// <param name="Value">Null exactly when there is a problem.</param>
public readonly record struct Reading<T>(T? Value, ReadingProblem Problem)
    where T : struct
{
    public Reading(T value)
        : this(value, ReadingProblem.None)
    {
    }

    public Reading(ReadingProblem problem)
        : this(null, problem)
    {
    }

    public bool IsUnderstood => Problem != ReadingProblem.NotUnderstood;
}
