namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>A value of a custom field, and what people read for it.</summary>
public sealed record PossibleValue(string Value, string Label);
