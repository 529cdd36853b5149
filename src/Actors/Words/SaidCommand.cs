namespace RedmineBridge.Actors.Words;

/// <param name="Typed">The words themselves, as they were typed.</param>
/// <param name="Rest">What follows them; empty if nothing does.</param>
public readonly record struct SaidCommand(CommandWord Word, string Typed, string Rest);
