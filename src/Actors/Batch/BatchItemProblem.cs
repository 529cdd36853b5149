namespace RedmineBridge.Actors.Batch;

/// <param name="Details">What the sentence about it needs.</param>
public sealed record BatchItemProblem(BatchItemProblemKind Kind, IReadOnlyList<string> Details);
