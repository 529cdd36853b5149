using Akka.Actor;
using Akka.Event;

namespace RedmineBridge.Actors.Status;

/// <summary>Published to the event stream whenever a connection changes.</summary>
/// <param name="Name">One of the constants here; there is one report a name.</param>
/// <param name="Detail">A sentence for an administrator: what is wrong and how to mend it. No secrets. Empty when all is well and there is nothing to know.</param>
public sealed record ConnectionReport(string Name, ConnectionState State, string Detail) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public const string Redmine = "redmine";
    public const string MattermostSocket = "mattermost-socket";
    public const string MattermostApi = "mattermost-api";
    public const string Commands = "slash-commands";
    public const string Links = "links";
    public const string Database = "database";
    public const string PeopleMap = "people-map";

    /// <summary>Reported where the bridge joins them.</summary>
    public const string PublicChannels = "public-channels";

    /// <summary>The custom field that carries the marks of tickets; reported where one is set.</summary>
    public const string MarkField = "mark-field";
}
