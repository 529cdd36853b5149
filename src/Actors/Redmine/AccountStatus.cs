namespace RedmineBridge.Actors.Redmine;

/// <summary>Redmine's own numbers.</summary>
public enum AccountStatus
{
    Active = 1,

    /// <summary>Waits to be activated.</summary>
    Registered = 2,
    Locked = 3,
}
