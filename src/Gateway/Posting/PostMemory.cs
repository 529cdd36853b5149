namespace RedmineBridge.Gateway.Posting;

/// <summary>Which posts were written lately, so that they needn't be looked for. The one not asked for longest is forgotten first.</summary>
internal sealed class PostMemory(int atMost)
{
    private readonly Dictionary<PostKey, LinkedListNode<(PostKey Key, KnownPost Post)>> _posts = [];
    private readonly LinkedList<(PostKey Key, KnownPost Post)> _byUse = new();

    public KnownPost? Find(PostKey key)
    {
        if (!_posts.TryGetValue(key, out var node))
            return null;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value.Post;
    }

    public void Learn(PostKey key, KnownPost post)
    {
        Forget(key);
        _posts[key] = _byUse.AddLast((key, post));
        if (_posts.Count > atMost)
            Forget(_byUse.First!.Value.Key);
    }

    public void Forget(PostKey key)
    {
        if (_posts.Remove(key, out var node))
            _byUse.Remove(node);
    }
}
