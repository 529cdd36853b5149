namespace RedmineBridge.Actors.Redmine;

/// <summary>Who waits for the answer: a person, or nobody in particular.</summary>
public enum CallKind
{
    Command,
    Background,
}
