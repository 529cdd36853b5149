namespace RedmineBridge.Actors.Words;

/// <summary>The date at the end of a text, with the words that belong to it (<c>by</c>, <c>до</c>), without the punctuation after it.</summary>
/// <param name="Reading">A date, or why what is written there is none; never <see cref="ReadingProblem.NotUnderstood"/>.</param>
/// <param name="Start">In UTF-16 units, like <paramref name="Length"/>.</param>
public readonly record struct FoundDate(Reading<DateOnly> Reading, int Start, int Length)
{
    public int End => Start + Length;
}
