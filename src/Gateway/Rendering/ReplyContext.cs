namespace RedmineBridge.Gateway.Rendering;

/// <summary>Where a reply will be shown.</summary>
/// <param name="Trigger">The word of the command, for the hints.</param>
/// <param name="BotName">The bot's username, without the at-sign.</param>
/// <param name="MaxRunes">The longest message.</param>
internal sealed record ReplyContext(string Trigger, string BotName, int MaxRunes)
{
    /// <summary>False where no button can be shown; what to type instead is said where there is such a thing.</summary>
    public bool HasButtons { get; init; } = true;

    /// <summary>Asked for through the Apps framework, where the first version's commands are bound and no others.</summary>
    public bool IsApp { get; init; }

    /// <summary>The bot is no member where help was asked for, and can be invited.</summary>
    public bool Invites { get; init; }

    /// <summary>For all in a channel, and not for one person: those concerned are mentioned, and nothing is said that concerns the person alone.</summary>
    public bool IsForAll { get; init; }
}
