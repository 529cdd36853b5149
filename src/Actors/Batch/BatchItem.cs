namespace RedmineBridge.Actors.Batch;

/// <summary>One ticket of a pasted list.</summary>
/// <param name="FirstLine">From 1, in the text that was pasted.</param>
/// <param name="Original">To the character, with its mark: ready to be pasted again.</param>
/// <param name="Subject">In one line; empty if there is none.</param>
/// <param name="Assignee">A Mattermost login; null if nobody or several are named.</param>
/// <param name="Due">Null if there is no date, or none that can be taken.</param>
/// <param name="Problems">Empty when a ticket can be made of it.</param>
public sealed record BatchItem(
    int FirstLine, int LastLine, string Original, string Subject, string? Assignee, DateOnly? Due, IReadOnlyList<BatchItemProblem> Problems)
{
    public bool IsGood => Problems.Count == 0;
}
