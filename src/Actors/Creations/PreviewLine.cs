namespace RedmineBridge.Actors.Creations;

/// <summary>One task of a list, as it was understood.</summary>
/// <param name="Number">Of the line in the text, from 1.</param>
/// <param name="Source">As it was written.</param>
/// <param name="Assignee">A Mattermost username; null for nobody.</param>
/// <param name="Problems">In sentences: what is wrong and how to mend it. Empty when it can be created.</param>
public sealed record PreviewLine(int Number, string Source, string Subject, string? Assignee, DateOnly? DueDate, IReadOnlyList<string> Problems)
{
    /// <summary>What the assignee is called in Redmine, where nothing but the name says so; null where it is known who they are, and for nobody.</summary>
    public string? ByName { get; init; }
}
