namespace RedmineBridge.Sandbox.Serving;

/// <summary>How much a stand-in takes of each caller, as an administrator sets it.</summary>
/// <param name="PerSecond">On average.</param>
/// <param name="Burst">So many more at once.</param>
public sealed record RateLimit(int PerSecond, int Burst);
