namespace RedmineBridge.Actors.Redmine.Catalogs;

public sealed record IssueStatus(int Id, string Name, bool IsClosed);
