namespace RedmineBridge.Actors.Forms;

/// <summary>A form as data, in its reader's language; each door renders it within its limits.</summary>
/// <param name="Id">Names this form through refreshes, corrections and second deliveries; good for a day, and burnt by success alone.</param>
/// <param name="SubmitLabel">The word on the button.</param>
public sealed record Form(string Id, FormKind Kind, string Title, string SubmitLabel, IReadOnlyList<FormField> Fields)
{
    /// <summary>What comes before the fields, in Markdown; null for nothing.</summary>
    public string? Introduction { get; init; }

    /// <summary>What is wrong with the whole; null when nothing is known to be. Fields have their own.</summary>
    public string? Problem { get; init; }

    /// <summary>Its fields or choices are others than those of the form that was sent: it has to be shown anew, not only its problems.</summary>
    public bool IsChanged { get; init; }

    public bool HasProblems => Problem is not null || Fields.Any(f => f.Problem is not null);
}
