using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Wire;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Posts: written, edited, deleted, with the traces that each leaves.</summary>
public sealed partial class MattermostWorld
{
    /// <summary>How long a client's key protects against writing twice.</summary>
    private static readonly TimeSpan PendingPostLife = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, MattermostPost> _posts = [];
    private readonly Dictionary<string, List<string>> _postIds = [];
    private readonly Dictionary<string, int> _replyCounts = [];
    private readonly Dictionary<string, (string PostId, long Until)> _pending = [];

    /// <summary>As typed by a person: rights and limits hold. <paramref name="root"/> puts it in a thread.</summary>
    public MattermostPost PostAs(MattermostUser user, MattermostChannel channel, string text, MattermostPost? root = null, string type = "") =>
        Create(user, new(channel.Id, text) { RootId = root is null ? "" : root.RootId.Length > 0 ? root.RootId : root.Id, Type = type });

    public MattermostPost EditAs(MattermostUser user, MattermostPost post, string text) => Patch(user, post.Id, new(text));

    public void DeleteAs(MattermostUser user, MattermostPost post) => Delete(user, post.Id);

    /// <summary>As it is now, deleted or not.</summary>
    /// <exception cref="KeyNotFoundException">There never was such a post.</exception>
    public MattermostPost Post(string id) => Read(() => _posts[id]);

    /// <summary>What people read in a channel: neither system messages nor deleted posts; oldest first.</summary>
    public IReadOnlyList<MattermostPost> PostsIn(MattermostChannel channel) => Read(() => RowsOf(channel.Id).Where(p => p.DeleteAt == 0 && !p.IsSystem).ToList());

    /// <summary>All rows of a channel, also those deleted, the hidden copies of edited posts, and what the server says; in order of creation.</summary>
    public IReadOnlyList<MattermostPost> AllRowsIn(MattermostChannel channel) => Read(() => RowsOf(channel.Id).ToList());

    internal MattermostPost? FindPost(string id) => Read(() => _posts.GetValueOrDefault(id) is { DeleteAt: 0 } post ? post : null);

    /// <summary>Of its thread, whether it is the root or a reply itself.</summary>
    internal int RepliesOf(MattermostPost post) => Read(() => _replyCounts.GetValueOrDefault(post.RootId.Length > 0 ? post.RootId : post.Id));

    /// <summary>Through the channel's door: rights are checked, the key against writing twice too.</summary>
    internal MattermostPost Create(MattermostUser user, PostDraft draft) => Change(() =>
    {
        if (!MayInChannel(user, Permissions.CreatePost, draft.ChannelId) && !MayPostInPublic(user, draft.ChannelId))
            throw Refusals.Permission(user, Permissions.CreatePost);
        if (draft.Type.StartsWith("system_", StringComparison.Ordinal))
            throw new MattermostRefusalException(400, "api.context.invalid_param.app_error", "Invalid post.type parameter.");
        if (draft.PendingPostId.Length > 0 && _pending.TryGetValue(draft.PendingPostId, out var known) && known.Until > Now)
            return _posts[known.PostId];
        var post = Store(user, user.IsBot ? draft with { Props = draft.Props.With("from_bot", "true") } : draft);
        if (draft.PendingPostId.Length > 0)
            _pending[draft.PendingPostId] = (post.Id, Now + (long)PendingPostLife.TotalMilliseconds);
        if (!user.IsBot)
            Tell("channel_viewed", new() { ["channel_id"] = draft.ChannelId }, new(UserId: user.Id), id => id == user.Id);
        return post with { PendingPostId = draft.PendingPostId };
    });

    /// <summary>Without the question of rights: an answer to a command is written thus, in its caller's name.</summary>
    internal MattermostPost Store(MattermostUser user, PostDraft draft) => Change(() =>
    {
        var channel = _channels[draft.ChannelId];
        if (channel.DeleteAt > 0)
            throw new MattermostRefusalException(400, "api.post.create_post.can_not_post_to_deleted.error", "Can not post to deleted channel.");
        if (draft.RootId.Length > 0)
        {
            if (!_posts.TryGetValue(draft.RootId, out var root) || root.DeleteAt > 0 || root.RootId.Length > 0)
                throw new MattermostRefusalException(400, "api.post.create_post.root_id.app_error", "Invalid RootId parameter.");
            if (root.ChannelId != draft.ChannelId)
                throw new MattermostRefusalException(400, "api.post.create_post.channel_root_id.app_error", "Invalid ChannelId for RootId parameter.");
        }

        var now = Now;
        var post = new MattermostPost(_ids.Next(), draft.ChannelId, user.Id, draft.Message)
        {
            CreateAt = now,
            UpdateAt = now,
            RootId = draft.RootId,
            Type = draft.Type,
            Props = Attachments.Complete(draft.Props, _ids),
        };
        RequireValid(post);
        Write(channel, post);
        if (draft.RootId.Length > 0)
            _posts[draft.RootId] = _posts[draft.RootId] with { UpdateAt = now };
        TellOfNew(channel, user, post with { PendingPostId = draft.PendingPostId });
        return post;
    });

    internal MattermostPost Patch(MattermostUser user, string postId, PostPatch patch) => Change(() =>
    {
        if (!_posts.TryGetValue(postId, out var post))
            throw Refusals.Permission(user, Permissions.EditPost);
        RequireInChannel(user, post.UserId == user.Id ? Permissions.EditPost : Permissions.EditOthersPosts, post.ChannelId);
        return Edit(post, patch);
    });

    /// <summary>Without the question of rights, as the server itself does for a button's answer.</summary>
    internal MattermostPost Edit(MattermostPost post, PostPatch patch) => Change(() =>
    {
        if (_channels[post.ChannelId].DeleteAt > 0)
            throw new MattermostRefusalException(400, "api.post.patch_post.can_not_update_post_in_deleted.error", "Can not update a post in a deleted channel.");
        if (post.DeleteAt > 0)
            throw new MattermostRefusalException(400, "api.post.update_post.permissions_details.app_error", "Already deleted.", $"id={post.Id}");
        if (post.IsSystem)
            throw new MattermostRefusalException(400, "api.post.update_post.system_message.app_error", "Unable to update system message.", $"id={post.Id}");

        var now = Now;
        var props = patch.Props is { } given ? Attachments.Complete(given, _ids) : post.Props;
        var isVisible = (patch.Message ?? post.Message) != post.Message || Attachments.TextOf(props) != Attachments.TextOf(post.Props);
        var edited = post with
        {
            Message = patch.Message ?? post.Message,
            Props = props,
            IsPinned = patch.IsPinned ?? post.IsPinned,
            UpdateAt = now,
            EditAt = isVisible ? now : post.EditAt,
        };
        RequireValid(edited);
        _posts[post.Id] = edited;
        var copy = post with { Id = _ids.Next(), OriginalId = post.Id, UpdateAt = now, DeleteAt = now };
        _posts.Add(copy.Id, copy);
        _postIds[post.ChannelId].Add(copy.Id);
        TellMembers("post_edited", edited, new() { ["post"] = WorldEvent.Text(PostJson.Of(this, edited)) });
        return edited;
    });

    internal void Delete(MattermostUser user, string postId) => Change(() =>
    {
        var post = FindPost(postId) ?? throw Refusals.Permission(user, Permissions.DeletePost);
        RequireInChannel(user, post.UserId == user.Id ? Permissions.DeletePost : Permissions.DeleteOthersPosts, post.ChannelId);
        var now = Now;
        foreach (var row in RowsOf(post.ChannelId).Where(p => (p.Id == postId || p.RootId == postId) && p.DeleteAt == 0).ToList())
            _posts[row.Id] = row with { DeleteAt = now, UpdateAt = now, Props = row.Props.With("deleteBy", user.Id) };
        if (post.RootId.Length > 0)
            _replyCounts[post.RootId]--;
        var members = _channelMembers[post.ChannelId];
        var json = WorldEvent.Text(PostJson.Of(this, post));
        var channel = new Audience(ChannelId: post.ChannelId);
        Tell("post_deleted", new() { ["post"] = json }, channel, id => members.ContainsKey(id) && !IsAdministrator(id));
        Tell("post_deleted", new() { ["delete_by"] = user.Id, ["post"] = json }, channel, id => members.ContainsKey(id) && IsAdministrator(id));
        return 0;

        bool IsAdministrator(string id) => MayInSystem(_users[id], Permissions.ManageSystem);
    });

    internal IEnumerable<MattermostPost> RowsOf(string channelId) => _postIds[channelId].Select(id => _posts[id]);

    internal MattermostPost EphemeralPost(string userId, PostDraft draft) => new(_ids.Next(), draft.ChannelId, userId, draft.Message)
    {
        CreateAt = Now,
        RootId = draft.RootId,
        Type = MattermostPost.Ephemeral,
        Props = Attachments.Complete(draft.Props, _ids),
    };

    private void SystemPost(string channelId, string userId, string type, string message, JsonObject props)
    {
        var now = Now;
        var post = new MattermostPost(_ids.Next(), channelId, userId, message)
        {
            CreateAt = now,
            UpdateAt = now,
            Type = type,
            Props = PostProps.From(props),
        };
        Write(_channels[channelId], post);
        TellOfNew(_channels[channelId], _users[userId], post);
    }

    private bool MayPostInPublic(MattermostUser user, string channelId) =>
        _channels.TryGetValue(channelId, out var channel)
        && channel.Type == MattermostChannel.Public
        && MayInTeam(user, Permissions.CreatePostPublic, channel.TeamId);

    private void Write(MattermostChannel channel, MattermostPost post)
    {
        _posts.Add(post.Id, post);
        _postIds[channel.Id].Add(post.Id);
        if (post.RootId.Length > 0)
            _replyCounts[post.RootId] = _replyCounts.GetValueOrDefault(post.RootId) + 1;
        _channels[channel.Id] = channel with
        {
            LastPostAt = post.CreateAt,
            TotalMessages = channel.TotalMessages + (post.IsSystem ? 0 : 1),
            TotalRootMessages = channel.TotalRootMessages + (post.IsSystem || post.RootId.Length > 0 ? 0 : 1),
        };
    }

    private void RequireValid(MattermostPost post)
    {
        if (post.Message.EnumerateRunes().Count() > _settings.MaxPostSize)
            throw new MattermostRefusalException(400, "model.post.is_valid.msg.app_error", "Invalid message.", $"id={post.Id}");
        if (post.Props.GetRawText().EnumerateRunes().Count() > _settings.MaxPropsSize)
            throw new MattermostRefusalException(400, "model.post.is_valid.props.app_error", "Invalid props.", $"id={post.Id}");
    }

    private void TellOfNew(MattermostChannel channel, MattermostUser author, MattermostPost post)
    {
        var data = new JsonObject
        {
            ["channel_display_name"] = channel.Type == MattermostChannel.Direct ? "@" + author.Username : channel.DisplayName,
            ["channel_name"] = channel.Name,
            ["channel_type"] = channel.Type,
        };
        var mentioned = Mentions.In(post, channel, _channelMembers[channel.Id].Keys.Select(id => _users[id]));
        if (mentioned.Count > 0)
            data["mentions"] = WorldEvent.Text(new JsonArray([.. mentioned.Select(id => (JsonNode)id)]));
        data["post"] = WorldEvent.Text(PostJson.Of(this, post));
        data["sender_name"] = "@" + author.Username;
        data["set_online"] = true;
        data["team_id"] = channel.TeamId;
        TellMembers("posted", post, data);
    }

    private void TellMembers(string name, MattermostPost post, JsonObject data) =>
        Tell(name, data, new(ChannelId: post.ChannelId), _channelMembers[post.ChannelId].ContainsKey);
}
