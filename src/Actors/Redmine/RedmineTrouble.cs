namespace RedmineBridge.Actors.Redmine;

/// <summary>What an administrator has to mend.</summary>
public enum RedmineTrouble
{
    KeyRefused,
    KeyNotAdministrator,
    RestOff,
}
