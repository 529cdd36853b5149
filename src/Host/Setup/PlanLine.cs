namespace RedmineBridge.Host.Setup;

/// <summary>One line of the plan, for people.</summary>
/// <param name="Text">One sentence, without its full stop.</param>
/// <param name="Step">What is to be done; null where nothing is.</param>
internal sealed record PlanLine(PlanState State, string Text, Step? Step = null)
{
    /// <summary>Without it nothing else is begun.</summary>
    public bool Blocks { get; init; }
}
