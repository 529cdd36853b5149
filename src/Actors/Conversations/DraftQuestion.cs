using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Actors.Conversations;

/// <summary>One question, in its reader's language.</summary>
/// <param name="Field">Its key; of the question which field to change, <see cref="WhichField"/>.</param>
/// <param name="Label">The field's name in words.</param>
/// <param name="Choices">Numbered from 1 in this order; of a person those that can be listed.</param>
public sealed record DraftQuestion(string DraftId, int Number, string Field, FieldKind Kind, string Label, IReadOnlyList<FieldChoice> Choices)
{
    /// <summary>Stands in the place of a field where it is asked which one to change.</summary>
    public const string WhichField = "which";

    /// <summary>How to answer, in a sentence or less; null where the question says it.</summary>
    public string? Help { get; init; }

    /// <summary>Why the last answer was not taken; null where there was none.</summary>
    public string? Problem { get; init; }

    public bool MaySkip { get; init; }

    public bool MayGoBack { get; init; }

    /// <summary>It is over: what was answered, empty where it was skipped. Null while it is open.</summary>
    public string? Answer { get; init; }
}
