using System.Text.Json.Nodes;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>
/// Mattermost's REST API as the bot. Every method throws <see cref="MattermostException"/> for whatever the server or the network does,
/// and <see cref="OperationCanceledException"/> when its token is cancelled; nothing is tried twice. <see cref="PosterFailure.Unauthorized"/>
/// means that the bot's token was seen to be refused, not only this call: from then on all of them fail so, unsent, until there is another
/// <see cref="BotToken"/>.
/// </summary>
public interface IMattermostApi
{
    const int ChannelsInPage = 200;

    /// <summary>So few posts are taken in however long they are; a longer list may be refused as <see cref="MattermostException.TooLarge"/>.</summary>
    const int PostsInSmallestPage = 3;

    Task<ChatUser> GetMeAsync(CancellationToken cancellation);

    /// <summary>At most 100; unknown ones are missing in the answer.</summary>
    Task<IReadOnlyList<ChatUser>> GetUsersAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancellation);

    /// <summary>At most 200 usernames; unknown ones are missing in the answer.</summary>
    Task<IReadOnlyList<ChatUser>> GetUsersByNameAsync(IReadOnlyCollection<string> usernames, CancellationToken cancellation);

    Task<MattermostServer> GetServerAsync(CancellationToken cancellation);

    /// <summary>The bot's.</summary>
    Task<IReadOnlyList<MattermostTeam>> GetTeamsAsync(CancellationToken cancellation);

    /// <summary>Those the bot is in, without archived ones. Direct messages appear for every team.</summary>
    Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(TeamId team, CancellationToken cancellation);

    /// <summary>The same of all teams at once, and direct messages of a bot that is in none. Before Mattermost 6.1 there is no such list, and it is empty.</summary>
    Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(CancellationToken cancellation);

    /// <summary>The public ones of a team, without archived ones; <see cref="ChannelsInPage"/> at a time.</summary>
    /// <param name="page">From 0.</param>
    Task<IReadOnlyList<MattermostChannel>> GetPublicChannelsAsync(TeamId team, int page, CancellationToken cancellation);

    /// <summary>The bot becomes a member of a public channel; nothing happens where it is one.</summary>
    Task JoinChannelAsync(ChannelId channel, UserId bot, CancellationToken cancellation);

    /// <summary>Whether the bot is in the channel.</summary>
    Task<bool> IsMemberAsync(ChannelId channel, CancellationToken cancellation);

    /// <summary>The bot's conversation with this person; made if there is none.</summary>
    Task<ChannelId> GetDirectChannelAsync(UserId bot, UserId user, CancellationToken cancellation);

    Task<MattermostPost> GetPostAsync(PostId post, CancellationToken cancellation);

    Task<MattermostPostList> GetThreadAsync(PostId post, CancellationToken cancellation);

    /// <summary>What was changed after this moment (Unix milliseconds); 1,000 of them at most, and then an arbitrary thousand.</summary>
    Task<MattermostPostList> GetPostsSinceAsync(ChannelId channel, long since, CancellationToken cancellation);

    /// <summary>The newest posts, or those before one; at most 200.</summary>
    Task<MattermostPostList> GetPostsBeforeAsync(ChannelId channel, PostId? before, int atMost, CancellationToken cancellation);

    Task<MattermostPost> CreatePostAsync(NewPost post, CancellationToken cancellation);

    /// <summary>Only this person sees it; it is not stored. Few servers let a bot do this.</summary>
    Task CreateEphemeralPostAsync(UserId user, PostPlace place, string message, CancellationToken cancellation);

    /// <summary>Changes the text and nothing else.</summary>
    Task<MattermostPost> PatchPostAsync(PostId post, string message, CancellationToken cancellation);

    /// <summary>The bot's own post becomes this one: text, props and cards; its place stays.</summary>
    Task<MattermostPost> ReplacePostAsync(PostId post, NewPost now, CancellationToken cancellation);

    /// <summary>Whether this member of the channel is its administrator; the bot must be able to read the channel.</summary>
    Task<bool> IsChannelAdminAsync(ChannelId channel, UserId user, CancellationToken cancellation);

    /// <summary>Whether this member of the team is its administrator.</summary>
    Task<bool> IsTeamAdminAsync(TeamId team, UserId user, CancellationToken cancellation);

    /// <summary>Shows a dialog to whom the trigger belongs.</summary>
    /// <param name="trigger">The <c>trigger_id</c> of a call; good for a few seconds.</param>
    /// <param name="url">Where the submission goes.</param>
    Task OpenDialogAsync(string trigger, Uri url, JsonObject dialog, CancellationToken cancellation);

    /// <summary>The custom commands of a team that the bot may see, with their tokens.</summary>
    Task<IReadOnlyList<MattermostCommand>> GetCommandsAsync(TeamId team, CancellationToken cancellation);

    Task<MattermostCommand> CreateCommandAsync(MattermostCommand command, CancellationToken cancellation);

    Task<MattermostCommand> UpdateCommandAsync(MattermostCommand command, CancellationToken cancellation);

    /// <summary>The Apps plugin shall call the App each time that its bot joins a team.</summary>
    /// <param name="token">Of the App's bot, as the plugin has handed it over; not ours.</param>
    /// <param name="path">What of the App is called.</param>
    Task SubscribeAppAsync(string token, string path, CancellationToken cancellation);

    /// <summary>A late answer to a slash command.</summary>
    /// <param name="hook">The last part of its <c>response_url</c>.</param>
    Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation);
}
