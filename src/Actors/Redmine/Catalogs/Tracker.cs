namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>A kind of tickets.</summary>
/// <param name="DefaultStatus">What a new ticket has unless its creator may choose, and does.</param>
/// <param name="StandardFields">
/// By Redmine's names (<c>due_date</c>, <c>description</c>, …): those that can be switched off and are on. What is sent for another one is dropped
/// silently. Null: Redmine didn't say.
/// </param>
public sealed record Tracker(int Id, string Name, int? DefaultStatus, IReadOnlySet<string>? StandardFields)
{
    public bool Has(string standardField) => StandardFields?.Contains(standardField) ?? true;
}
