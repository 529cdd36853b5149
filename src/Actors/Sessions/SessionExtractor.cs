using Akka.Cluster.Sharding;

namespace RedmineBridge.Actors.Sessions;

/// <summary>A session's entity id is its Mattermost user id. The number of shards is chosen for ever.</summary>
public sealed class SessionExtractor() : HashCodeMessageExtractor(MaxShards)
{
    private const int MaxShards = 100;

    public override string? EntityId(object message) => (message as ISessionMessage)?.User.Value;
}
