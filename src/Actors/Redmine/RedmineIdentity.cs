namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// Whom a call to Redmine is carried out as: <see cref="RedmineLogin"/> beside the administrator's key, or <see cref="OwnKey"/>. Nothing else.
/// </summary>
public abstract record RedmineIdentity
{
    private protected RedmineIdentity()
    {
    }
}
