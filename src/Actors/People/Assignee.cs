using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.People;

/// <summary>Somebody who shall be assigned a ticket: who that is in Redmine, or why nobody.</summary>
public abstract record Assignee
{
    private Assignee()
    {
    }

    /// <param name="Username">In Mattermost, without the at-sign.</param>
    public sealed record Known(string Username, RedmineUser Account) : Assignee;

    /// <summary>Mattermost knows no such person.</summary>
    public sealed record Stranger(string Name) : Assignee;

    /// <summary>A bot, or a deactivated account.</summary>
    public sealed record Inactive(string Username) : Assignee;

    /// <summary>The map has no line for this person, or it may not be believed.</summary>
    public sealed record NotMapped(string Username) : Assignee;

    /// <summary>People act by keys of their own, and this person has given none.</summary>
    /// <param name="Name">By which one member of the project may be known as them; null where Mattermost doesn't tell it.</param>
    public sealed record NotConnected(string Username, FullName? Name) : Assignee;

    /// <summary>Redmine has no such account, or it is locked.</summary>
    public sealed record NoAccount(string Username) : Assignee;
}
