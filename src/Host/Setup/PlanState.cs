namespace RedmineBridge.Host.Setup;

/// <summary>How a line of the plan stands.</summary>
internal enum PlanState
{
    ToDo,
    There,
    Impossible,

    /// <summary>Something to know, nothing to do.</summary>
    Note,
}
