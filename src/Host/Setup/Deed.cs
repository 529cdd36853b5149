namespace RedmineBridge.Host.Setup;

/// <summary>Something that setup has made or changed, as it has to be known to be undone. No secrets.</summary>
/// <param name="Target">An id, a name or a path, as <paramref name="Kind"/> wants it.</param>
/// <param name="Name">For people.</param>
internal sealed record Deed(DeedKind Kind, string Target, string Name)
{
    /// <summary>The id of the bot that it was done for, where the target is not the bot itself.</summary>
    public string? Bot { get; init; }

    /// <summary>How it was.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>How setup left it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}
