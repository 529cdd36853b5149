namespace RedmineBridge.Actors.Redmine;

/// <summary>Who waits for the answer. Each person has one call of a kind under way at a time.</summary>
public enum CallKind
{
    /// <summary>A person, who wants to know something.</summary>
    Command,

    /// <summary>A person, who had something created; or the question what became of it. Runs beside that person's commands.</summary>
    Creation,

    /// <summary>Nobody in particular.</summary>
    Background,
}
