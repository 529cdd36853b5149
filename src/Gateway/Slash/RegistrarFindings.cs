using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What came of a look after the commands.</summary>
/// <param name="Tokens">Of all commands that lead to us.</param>
/// <param name="Problems">A sentence for an administrator about each team where something is missing.</param>
public sealed record RegistrarFindings(
    MattermostServer Server, string BotName, IReadOnlyList<CommandToken> Tokens, IReadOnlyList<string> Problems);
