namespace RedmineBridge.Host.Status;

/// <summary>A warning or an error of the log, as it was said last.</summary>
/// <param name="Who">The part of the bridge that said it.</param>
/// <param name="Times">How often since the start, whatever ids and numbers stood in it.</param>
internal sealed record Trouble(bool IsError, string Who, string Text, int Times, DateTimeOffset LastAt);
