namespace RedmineBridge.Actors.Tickets;

/// <summary>
/// How to find out whether a ticket exists already: Redmine has no key against a second creation. Each finds more than what is looked for (substrings, copies of a ticket), so the caller compares what is found.
/// <c>Since</c> is a moment by Redmine's own clock, whose whole second counts; null: whenever.
/// </summary>
public abstract record MarkSearch
{
    private MarkSearch()
    {
    }

    /// <summary>In descriptions.</summary>
    /// <param name="Mark">A whole mark, or the beginning that the marks of one batch share. Without blanks.</param>
    public sealed record InDescriptions(string Mark, DateTimeOffset? Since) : MarkSearch;

    /// <summary>
    /// What one person has created, custom fields and all. The subject is left to the caller: Redmine takes an operator off its beginning and cuts it at
    /// <c>|</c>, and one person's tickets of some minutes are few.
    /// </summary>
    public sealed record ByAuthor(int Author, DateTimeOffset? Since) : MarkSearch;
}
