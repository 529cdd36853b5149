using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <param name="Order">What was asked for, newest first.</param>
/// <param name="Posts">These and others, such as threads' first posts.</param>
public sealed record MattermostPostList(IReadOnlyList<PostId> Order, IReadOnlyDictionary<PostId, MattermostPost> Posts)
{
    /// <summary>What was asked for, newest first.</summary>
    public IEnumerable<MattermostPost> InOrder => Order.Select(id => Posts[id]);
}
