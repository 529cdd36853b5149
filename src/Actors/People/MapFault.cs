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

    /// <summary>The account that had the login when it was first seen is gone; another one has it.</summary>
    AnotherAccount,

    Deactivated,
    Bot,
    UnknownInRedmine,

    /// <summary>Registered in Redmine, but never activated.</summary>
    NotActivated,
    Locked,
}
