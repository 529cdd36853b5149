namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>Ends a call of several requests with the answer that one of them came to. Never leaves <see cref="RedmineApi"/>.</summary>
internal sealed class RedmineRefusalException(RedmineAnswer answer) : Exception(answer.GetType().Name)
{
    public RedmineAnswer Answer { get; } = answer;
}
