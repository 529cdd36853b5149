namespace RedmineBridge.Actors.Batch;

/// <summary>What a pasted list says.</summary>
/// <param name="Items">In order; empty when there is a problem with the whole.</param>
/// <param name="Count">Of characters or items, where there are too many; otherwise of items.</param>
public sealed record BatchReading(IReadOnlyList<BatchItem> Items, IReadOnlyList<BatchSkipped> Skipped, BatchProblem Problem, int Count);
