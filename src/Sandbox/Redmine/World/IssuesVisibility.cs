namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>Which tickets of a project a role lets its holder see.</summary>
public enum IssuesVisibility
{
    /// <summary>All but the private tickets of others.</summary>
    Default,

    /// <summary>All, private ones too.</summary>
    All,

    /// <summary>Those the person wrote or is assigned to.</summary>
    Own,
}
