namespace RedmineBridge.Actors.Forms;

/// <summary>A field as one person sees it now, in their language. Doors shorten what exceeds their limits; they parse nothing.</summary>
/// <param name="Key">Letters, digits and underscores, unique in its form; values are handed over by it.</param>
/// <param name="Label">The field's name in words.</param>
/// <param name="Value">What it is filled with: the texts or choices' values; empty for nothing.</param>
public sealed record FormField(string Key, FieldKind Kind, string Label, IReadOnlyList<string> Value)
{
    public bool IsRequired { get; init; }

    /// <summary>How to fill it, in a sentence or less; null where the label says it.</summary>
    public string? Help { get; init; }

    /// <summary>For choices: all of them, or, where <see cref="IsLookedUp"/>, the chosen and the first thousand or so: doors that can't look up list these.</summary>
    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    /// <summary>There are more choices than can be listed: doors that can ask by <see cref="Intents.Intent.FindChoices"/> while the person types.</summary>
    public bool IsLookedUp { get; init; }

    /// <summary>Other fields depend on it: doors that can send <see cref="Intents.Intent.RefreshForm"/> when it changes.</summary>
    public bool Refreshes { get; init; }

    /// <summary>What is wrong with the value and how to mend it; null when nothing is known to be.</summary>
    public string? Problem { get; init; }
}
