using Akka.Actor;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What the registrar has learnt of the server and tells its parent.</summary>
/// <param name="BotName">The bot's username, without the at-sign.</param>
internal sealed record SlashKnowledge(MattermostServer Server, string BotName) : INoSerializationVerificationNeeded
{
    public static readonly SlashKnowledge None = new(MattermostServer.Unknown, "redmine");

    /// <summary>Answered with what is known now.</summary>
    internal sealed record Question : INoSerializationVerificationNeeded
    {
        public static readonly Question Instance = new();
    }
}
