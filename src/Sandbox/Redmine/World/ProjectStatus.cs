namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>The values are those on the wire.</summary>
public enum ProjectStatus
{
    /// <summary>Not a state of Redmine's.</summary>
    None = 0,

    Active = 1,

    /// <summary>Can be read, not changed.</summary>
    Closed = 5,

    /// <summary>Nobody sees it, not even administrators.</summary>
    Archived = 9,
}
