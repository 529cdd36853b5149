namespace RedmineBridge.Actors.Creations;

/// <summary>How far a request to create tickets has come: the progress while some are under way, the result once none is.</summary>
/// <param name="RequestId">The form's id: the same request is never carried out twice.</param>
/// <param name="Project">Its name, for the title.</param>
/// <param name="IsPrivate">Only members see the project: sharing the result would show it to others.</param>
/// <param name="IsBatch">Made from a list, by line; else from a form.</param>
public sealed record CreationReport(string RequestId, string Project, bool IsPrivate, bool IsBatch, IReadOnlyList<CreationLine> Lines)
{
    /// <summary>
    /// False where it was asked for in the direct message, since there is nobody else to show it to, and where the door could not tell where
    /// it was asked for.
    /// </summary>
    public bool IsShareable { get; init; } = true;

    /// <summary>What it waits for, in words; null while it goes on.</summary>
    public string? Waits { get; init; }

    public int Done => Lines.Count(l => l.IsSettled);

    public bool IsFinished => Done == Lines.Count;

    public IEnumerable<CreationLine> Created => Lines.Where(l => l.Ticket is not null);

    public IEnumerable<CreationLine> Failed => Lines.Where(l => l.Errors.Count > 0);
}
