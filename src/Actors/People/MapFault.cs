namespace RedmineBridge.Actors.People;

/// <summary>What can be wrong with an entry of the map that is well written.</summary>
public enum MapFault
{
    /// <summary>Another entry for the same Mattermost login stands before it and counts.</summary>
    Overridden,

    /// <summary>Somebody else in Mattermost has the same Redmine login.</summary>
    SharedAccount,

    UnknownInMattermost,

    /// <summary>Mattermost knows the right side as a login, and Redmine the left one.</summary>
    WrongOrder,

    /// <summary>Another account has the login than when it was first seen.</summary>
    AnotherAccount,

    Deactivated,
    Bot,
    UnknownInRedmine,

    /// <summary>Registered in Redmine, but never activated.</summary>
    NotActivated,
    Locked,
}
