namespace RedmineBridge.Actors.Conversations;

/// <summary>A draft as it would be created, in its reader's language.</summary>
/// <param name="Facts">The fields' names and values, in the form's order.</param>
/// <param name="Project">Its name.</param>
/// <param name="Members">How many belong to the project; null where that is not known.</param>
public sealed record DraftCard(
    string DraftId, int Number, string Subject, IReadOnlyList<DraftFact> Facts, string Project, bool IsPublic, int? Members)
{
    /// <summary>Null where there is nothing to quote.</summary>
    public bool? IsQuoted { get; init; }

    /// <summary>What of the quote would be, or is, in the ticket.</summary>
    public string Quote { get; init; } = "";

    /// <summary>The question whether the assignee is who bears their name in Redmine; null where that is known.</summary>
    public string? ByName { get; init; }

    /// <summary>What was said last and not understood; null where all was.</summary>
    public string? Problem { get; init; }

    /// <summary>It no longer stands: it was changed, created or dropped.</summary>
    public bool IsClosed { get; init; }
}
