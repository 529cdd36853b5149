using System.Text.Json.Nodes;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests;

/// <summary>A Mattermost of lists: what a test puts in is what is read.</summary>
internal sealed class FakeMattermost : IMattermostApi
{
    public static readonly UserId Me = new("me");

    public List<MattermostTeam> Teams { get; } = [new(new("t1"), "office")];

    public List<MattermostChannel> Channels { get; } = [];

    /// <summary>Newest last.</summary>
    public List<MattermostPost> Posts { get; } = [];

    public List<MattermostCommand> Commands { get; } = [];

    public List<JsonObject> Responses { get; } = [];

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
            // Like the real one: strictly older, so what shares the millisecond is left out.
            var until = before is { } id ? Posts.Single(p => p.Id == id).CreateAt : long.MaxValue;
            return List(Posts.Where(p => p.ChannelId == channel && p.CreateAt < until).OrderByDescending(p => p.CreateAt).Take(atMost));
        });

    public Task<IReadOnlyList<ChatUser>> GetUsersAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChatUser>> GetUsersByNameAsync(IReadOnlyCollection<string> usernames, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostServer> GetServerAsync(CancellationToken cancellation) =>
        Call("server", () => new MattermostServer(new Uri("https://chat.example.org"), 16_383));

    public Task<bool> IsMemberAsync(ChannelId channel, CancellationToken cancellation) =>
        Call($"member {channel}", () => Channels.Exists(c => c.Id == channel));

    public Task<ChannelId> GetDirectChannelAsync(UserId bot, UserId user, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> GetPostAsync(PostId post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPostList> GetThreadAsync(PostId post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> CreatePostAsync(NewPost post, CancellationToken cancellation) => throw new NotSupportedException();

    public Task CreateEphemeralPostAsync(UserId user, PostPlace place, string message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> PatchPostAsync(PostId post, string message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<MattermostCommand>> GetCommandsAsync(TeamId team, CancellationToken cancellation) =>
        Call<IReadOnlyList<MattermostCommand>>($"commands {team}", () => [.. Commands.Where(c => c.Team == team)]);

    public Task<MattermostCommand> CreateCommandAsync(MattermostCommand command, CancellationToken cancellation) =>
        Call($"create {command}", () =>
        {
            Commands.Add(command with { Id = $"c{Commands.Count}", Creator = Me, Token = $"token {command}" });
            return Commands[^1];
        });

    public Task<MattermostCommand> UpdateCommandAsync(MattermostCommand command, CancellationToken cancellation) =>
        Call($"update {command}", () => Commands[Commands.FindIndex(c => c.Id == command.Id)] = command);

    public Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation) =>
        Call($"respond {hook}", () =>
        {
            Responses.Add(response.DeepClone().AsObject());
            return true;
        });

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
