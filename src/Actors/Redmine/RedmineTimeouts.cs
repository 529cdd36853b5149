namespace RedmineBridge.Actors.Redmine;

/// <summary>How long one call may take, and how often the key is looked at.</summary>
public sealed record RedmineTimeouts
{
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Background { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Creation { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Redmine answers a wrong key with the public's view and a key that isn't an administrator's with its owner's, both as a success;
    /// so nothing is asked before the key was seen to be an administrator's, and it is looked at again this often.
    /// </summary>
    public TimeSpan KeyCheck { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same while the key is refused or Redmine is away.</summary>
    public TimeSpan KeyRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The catalog is many small requests in one call, so it has the longer limit whoever waits for it.</summary>
    public TimeSpan Of(RedmineCall call, CallKind kind) => (call, kind) switch
    {
        (RedmineCall.ReadCatalog, _) => Background,
        (_, CallKind.Command) => Command,
        (_, CallKind.Creation) => Creation,
        _ => Background,
    };
}
