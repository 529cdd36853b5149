using System.Text.Json.Nodes;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

/// <summary>A Mattermost of lists: what a test puts in is what is read.</summary>
internal sealed class FakeMattermost : IMattermostApi
{
    public static readonly UserId Me = new("me");

    public List<MattermostTeam> Teams { get; } = [new(new("t1"), "office")];

    public List<MattermostChannel> Channels { get; } = [];

    /// <summary>Newest last.</summary>
    public List<MattermostPost> Posts { get; } = [];

    public List<string> Calls { get; } = [];

    public Func<string, Exception?> Fails { get; set; } = _ => null;

    public Task<ChatUser> GetMeAsync(CancellationToken cancellation) => Call("me", () => new ChatUser(Me, "redmine", "en", null, true, false));

    public Task<IReadOnlyList<MattermostTeam>> GetTeamsAsync(CancellationToken cancellation) => Call<IReadOnlyList<MattermostTeam>>("teams", () => Teams);

    public Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(TeamId team, CancellationToken cancellation) =>
        Call<IReadOnlyList<MattermostChannel>>("channels", () => Channels);

    public Task<MattermostPostList> GetPostsSinceAsync(ChannelId channel, long since, CancellationToken cancellation) => Call($"since {since}", () =>
        List(Posts.Where(p => p.ChannelId == channel && p.UpdateAt > since).OrderByDescending(p => p.CreateAt).Take(1_000)));

    public Task<MattermostPostList> GetPostsBeforeAsync(ChannelId channel, PostId? before, int atMost, CancellationToken cancellation) =>
        Call($"before {before}", () =>
        {
            var all = Posts.Where(p => p.ChannelId == channel).OrderByDescending(p => p.CreateAt).ToList();
            return List(all.Skip(before is { } id ? all.FindIndex(p => p.Id == id) + 1 : 0).Take(atMost));
        });

    public Task<IReadOnlyList<ChatUser>> GetUsersAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostServer> GetServerAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> IsMemberAsync(ChannelId channel, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ChannelId> GetDirectChannelAsync(UserId bot, UserId user, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> GetPostAsync(PostId post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPostList> GetThreadAsync(PostId post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> CreatePostAsync(NewPost post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task CreateEphemeralPostAsync(UserId user, PostPlace place, string message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> PatchPostAsync(PostId post, string message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<MattermostCommand>> GetCommandsAsync(TeamId team, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostCommand> CreateCommandAsync(MattermostCommand command, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostCommand> UpdateCommandAsync(MattermostCommand command, CancellationToken cancellation) => throw new NotSupportedException();

    public Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation) => throw new NotSupportedException();

    private Task<T> Call<T>(string what, Func<T> answer)
    {
        lock (Calls)
            Calls.Add(what);
        return Fails(what) is { } failure ? Task.FromException<T>(failure) : Task.FromResult(answer());
    }

    private static MattermostPostList List(IEnumerable<MattermostPost> posts)
    {
        var all = posts.ToArray();
        return new([.. all.Select(p => p.Id)], all.ToDictionary(p => p.Id));
    }
}
