namespace RedmineBridge.Host.Setup;

/// <summary>The access tokens by which somebody can act as a bot that was there before; pure. Mattermost lists them without their values.</summary>
/// <param name="Others">Ids of those that are neither the one of the settings nor made by setup: whoever has them is not known.</param>
/// <param name="Unclear">So many there are where it can't be told which of them is the one of the settings; else 0.</param>
internal sealed record BotTokens(IReadOnlyList<string> Others, int Unclear)
{
    public static readonly BotTokens None = new([], 0);

    /// <param name="live">Ids of all that Mattermost takes for the bot.</param>
    /// <param name="made">Those that setup has made for it.</param>
    /// <param name="token">The one of the settings; null for none.</param>
    /// <param name="isGood">Mattermost takes that for this bot.</param>
    public static BotTokens Of(IEnumerable<string> live, IReadOnlyList<Deed> made, string? token, bool isGood)
    {
        var others = live.Except(made.Select(d => d.Target)).ToList();
        if (!isGood || made.Any(d => d.After.Contains(SafeFile.DigestOf(token!))))
            return new(others, 0);
        // The only one that it can be.
        return new([], others.Count == 1 ? 0 : others.Count);
    }
}
