using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <param name="Tokens">Of all commands that lead to us.</param>
/// <param name="Problems">A sentence for an administrator about each team where something is missing.</param>
internal sealed record RegistrarFindings(
    MattermostServer Server, string BotName, IReadOnlyList<CommandToken> Tokens, IReadOnlyList<string> Problems);
