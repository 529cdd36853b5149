using Akka.Actor;
using Akka.Event;

namespace RedmineBridge.Actors.Status;

/// <summary>Published to the event stream each time that something bounded is full; counted by name. What happens then is written in docs/architecture.md.</summary>
/// <param name="Bound">One of the constants here.</param>
public sealed record BoundReached(string Bound) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public const string CatchUpBacklog = "catch_up_backlog";
    public const string LedgerUnsaved = "ledger_unsaved";
    public const string SocketMessage = "socket_message";
    public const string SessionCommands = "session_commands";
    public const string SessionForms = "session_forms";
    public const string SessionSaid = "session_said";
    public const string SessionDoor = "session_door";
    public const string SessionRestarts = "session_restarts";
    public const string DraftsAside = "drafts_aside";
    public const string ListOfTasks = "list_of_tasks";
    public const string ButtonAge = "button_age";
    public const string RedmineCommands = "redmine_commands";
    public const string RedmineCreations = "redmine_creations";
    public const string RedmineLinks = "redmine_links";
    public const string CatalogQuestions = "catalog_questions";
    public const string CatalogMemory = "catalog_memory";
    public const string Poster = "poster";
    public const string PosterLinks = "poster_links";
    public const string PublicChannels = "public_channels";
    public const string LoginsInDoubt = "logins_in_doubt";
    public const string HttpCalls = "http_calls";
    public const string HttpBody = "http_body";
    public const string HttpConnections = "http_connections";
    public const string HttpRequest = "http_request";
    public const string PersonCalls = "person_calls";
    public const string RefusedCalls = "refused_calls";
}
