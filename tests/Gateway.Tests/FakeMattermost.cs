using System.Text.Json.Nodes;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests;

/// <summary>A Mattermost of lists: what a test puts in is what is read.</summary>
internal sealed class FakeMattermost : IMattermostApi
{
    public static readonly UserId Me = new("me");
    public static readonly ChatUser Bot = new(Me, "redmine", "en", null, IsBot: true, IsDeactivated: false);

    /// <summary>Whose token the bridge has.</summary>
    public ChatUser Asked { get; set; } = Bot;

    public List<ChatUser> Users { get; } = [];

    public List<MattermostTeam> Teams { get; } = [new(new("t1"), "office")];

    public List<MattermostChannel> Channels { get; } = [];

    public List<(TeamId Team, MattermostChannel Channel)> PublicChannels { get; } = [];

    /// <summary>Newest last.</summary>
    public List<MattermostPost> Posts { get; } = [];

    /// <summary>What the bot has posted, or made of its posts.</summary>
    public List<NewPost> Written { get; } = [];

    public List<MattermostCommand> Commands { get; } = [];

    public List<JsonObject> Responses { get; } = [];

    public List<(string Trigger, Uri Url, JsonObject Dialog)> Dialogs { get; } = [];

    public HashSet<(string Place, UserId User)> Admins { get; } = [];

    public Version Version { get; set; } = new(5, 37, 0);

    public List<string> Calls { get; } = [];

    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>A call is answered when this has come to an end.</summary>
    public Func<string, Task> Holds { get; set; } = _ => Task.CompletedTask;

    public Task<ChatUser> GetMeAsync(CancellationToken cancellation) => Call("me", () => Asked);

    public Task<IReadOnlyList<MattermostTeam>> GetTeamsAsync(CancellationToken cancellation) => Call<IReadOnlyList<MattermostTeam>>("teams", () => Teams);

    public Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(TeamId team, CancellationToken cancellation) =>
        Call<IReadOnlyList<MattermostChannel>>("channels", () => Channels);

    public Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(CancellationToken cancellation) =>
        Call<IReadOnlyList<MattermostChannel>>("all channels", () => Channels);

    public Task<IReadOnlyList<MattermostChannel>> GetPublicChannelsAsync(TeamId team, int page, CancellationToken cancellation) =>
        Call<IReadOnlyList<MattermostChannel>>($"public channels {team} {page}", () =>
            [.. PublicChannels.Where(c => c.Team == team).Select(c => c.Channel).Skip(page * IMattermostApi.ChannelsInPage).Take(IMattermostApi.ChannelsInPage)]);

    public Task JoinChannelAsync(ChannelId channel, UserId bot, CancellationToken cancellation) => Call($"join {channel}", () =>
    {
        Channels.Add(PublicChannels.Single(c => c.Channel.Id == channel).Channel);
        return true;
    });

    public Task<MattermostPostList> GetPostsSinceAsync(ChannelId channel, long since, CancellationToken cancellation) => Call($"since {since}", () =>
        List(Posts.Where(p => p.ChannelId == channel && p.UpdateAt > since).OrderByDescending(p => p.CreateAt).Take(1_000)));

    public Task<MattermostPostList> GetPostsBeforeAsync(ChannelId channel, PostId? before, int atMost, CancellationToken cancellation) =>
        Call($"before {before}", () =>
        {
            // Like the real one: strictly older, so what shares the millisecond is left out.
            var until = before is { } id ? Posts.Single(p => p.Id == id).CreateAt : long.MaxValue;
            return List(Posts.Where(p => p.ChannelId == channel && p.CreateAt < until).OrderByDescending(p => p.CreateAt).Take(atMost));
        });

    public Task<IReadOnlyList<ChatUser>> GetUsersAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancellation) =>
        Call<IReadOnlyList<ChatUser>>($"users {string.Join(' ', ids)}", () => [.. Users.Where(u => ids.Contains(u.Id))]);

    public Task<IReadOnlyList<ChatUser>> GetUsersByNameAsync(IReadOnlyCollection<string> usernames, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostServer> GetServerAsync(CancellationToken cancellation) =>
        Call("server", () => new MattermostServer(new Uri("https://chat.example.org"), 16_383) { Version = Version });

    public Task<bool> IsMemberAsync(ChannelId channel, CancellationToken cancellation) =>
        Call($"member {channel}", () => Channels.Exists(c => c.Id == channel));

    public Task<ChannelId> GetDirectChannelAsync(UserId bot, UserId user, CancellationToken cancellation) =>
        Call($"direct {user}", () => new ChannelId($"direct-{user}"));

    public Task<MattermostPost> GetPostAsync(PostId post, CancellationToken cancellation) => Call($"get {post}", () => Posts.Single(p => p.Id == post));

    public Task<MattermostPostList> GetThreadAsync(PostId post, CancellationToken cancellation) =>
        Call($"thread {post}", () => List(Posts.Where(p => p.Id == post || p.RootId == post)));

    public Task<MattermostPost> CreatePostAsync(NewPost post, CancellationToken cancellation) => Call($"post {post.Mark}", () =>
    {
        lock (Posts)
        {
            Written.Add(post);
            Posts.Add(Post(new($"post{Posts.Count}"), post) with { CreateAt = Posts.Count + 1 });
            return Posts[^1];
        }
    });

    public Task<MattermostPost> ReplacePostAsync(PostId post, NewPost now, CancellationToken cancellation) => Call($"replace {post}", () =>
    {
        lock (Posts)
        {
            var place = Posts.FindIndex(p => p.Id == post);
            if (place < 0)
                throw new MattermostException("replace", PosterFailure.NotFound, 404, "");
            Written.Add(now);
            return Posts[place] = Posts[place] with { Message = now.Message, Says = now.Says };
        }
    });

    public Task<bool> IsChannelAdminAsync(ChannelId channel, UserId user, CancellationToken cancellation) =>
        Call($"channel admin {user}", () => Admins.Contains((channel.Value, user)));

    public Task<bool> IsTeamAdminAsync(TeamId team, UserId user, CancellationToken cancellation) =>
        Call($"team admin {user}", () => Admins.Contains((team.Value, user)));

    public Task OpenDialogAsync(string trigger, Uri url, JsonObject dialog, CancellationToken cancellation) => Call("dialog", () =>
    {
        Dialogs.Add((trigger, url, dialog.DeepClone().AsObject()));
        return true;
    });

    public Task CreateEphemeralPostAsync(UserId user, PostPlace place, string message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<MattermostPost> PatchPostAsync(PostId post, string message, CancellationToken cancellation) => Call($"patch {post}", () =>
    {
        var place = Posts.FindIndex(p => p.Id == post);
        return Posts[place] = Posts[place] with { Message = message, EditAt = Posts[place].UpdateAt + 1 };
    });

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

    public Task SubscribeAppAsync(string token, string path, CancellationToken cancellation) => Call($"subscribe {path}", () => true);

    public Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation) =>
        Call($"respond {hook}", () =>
        {
            Responses.Add(response.DeepClone().AsObject());
            return true;
        });

    private async Task<T> Call<T>(string what, Func<T> answer)
    {
        lock (Calls)
            Calls.Add(what);
        await Holds(what);
        return Fails(what) is { } failure ? throw failure : answer();
    }

    private static MattermostPost Post(PostId id, NewPost post) =>
        new(id, post.Place.Channel, Me, post.Place.Root, post.Message, Mark: post.Mark) { Says = post.Says };

    private static MattermostPostList List(IEnumerable<MattermostPost> posts)
    {
        var all = posts.ToArray();
        return new([.. all.Select(p => p.Id)], all.ToDictionary(p => p.Id));
    }
}
