namespace RedmineBridge.Actors.Batch;

/// <summary>Lines of a pasted list that become no item, so that nothing is dropped unsaid.</summary>
/// <param name="FirstLine">From 1.</param>
public sealed record BatchSkipped(int FirstLine, int LastLine, string Original, BatchSkipReason Reason);
