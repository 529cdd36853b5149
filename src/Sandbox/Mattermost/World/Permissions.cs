using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Permissions that the stand-in asks about, and which role has which on a fresh server.</summary>
internal static class Permissions
{
    public const string CreatePost = "create_post";
    public const string CreatePostPublic = "create_post_public";
    public const string CreatePostEphemeral = "create_post_ephemeral";
    public const string EditPost = "edit_post";
    public const string EditOthersPosts = "edit_others_posts";
    public const string DeletePost = "delete_post";
    public const string DeleteOthersPosts = "delete_others_posts";
    public const string ReadChannel = "read_channel";
    public const string ReadPublicChannel = "read_public_channel";
    public const string ListTeamChannels = "list_team_channels";
    public const string JoinPublicChannels = "join_public_channels";
    public const string ManagePublicMembers = "manage_public_channel_members";
    public const string ManagePrivateMembers = "manage_private_channel_members";
    public const string ViewTeam = "view_team";
    public const string CreateDirectChannel = "create_direct_channel";
    public const string UseSlashCommands = "use_slash_commands";
    public const string ManageSlashCommands = "manage_slash_commands";
    public const string ManageOthersSlashCommands = "manage_others_slash_commands";
    public const string ManageOwnSlashCommands = "manage_own_slash_commands";
    public const string AddUserToTeam = "add_user_to_team";
    public const string RemoveUserFromTeam = "remove_user_from_team";
    public const string ListPrivateTeams = "list_private_teams";
    public const string CreateBot = "create_bot";
    public const string ManageOthersBots = "manage_others_bots";
    public const string ReadOthersBots = "read_others_bots";
    public const string AssignBot = "assign_bot";
    public const string CreateUserAccessToken = "create_user_access_token";
    public const string ReadUserAccessToken = "read_user_access_token";
    public const string RevokeUserAccessToken = "revoke_user_access_token";
    public const string ManageRoles = "manage_roles";
    public const string EditOtherUsers = "edit_other_users";
    public const string ManageSystem = "manage_system";

    public static Dictionary<string, ImmutableSortedSet<string>> Defaults() => new()
    {
        ["system_user"] = [CreateDirectChannel],
        ["system_guest"] = [CreateDirectChannel],
        ["system_post_all"] = [CreatePost],
        ["system_post_all_public"] = [CreatePostPublic],
        ["system_admin"] =
        [
            CreatePost, CreatePostPublic, CreatePostEphemeral, EditPost, EditOthersPosts, DeletePost, DeleteOthersPosts, ReadChannel, ReadPublicChannel,
            ListTeamChannels, JoinPublicChannels, ManagePublicMembers, ManagePrivateMembers, ViewTeam, CreateDirectChannel, UseSlashCommands, ManageSlashCommands,
            ManageOthersSlashCommands, EditOtherUsers, ManageSystem, AddUserToTeam, RemoveUserFromTeam, ListPrivateTeams, CreateBot, ManageOthersBots,
            ReadOthersBots, CreateUserAccessToken, ReadUserAccessToken, RevokeUserAccessToken, ManageRoles,
        ],
        ["team_user"] = [ViewTeam, ListTeamChannels, ReadPublicChannel, JoinPublicChannels, AddUserToTeam],
        ["team_admin"] = [ManageSlashCommands, ManageOthersSlashCommands, DeleteOthersPosts, RemoveUserFromTeam],
        ["channel_user"] = [ReadChannel, CreatePost, EditPost, DeletePost, UseSlashCommands, ManagePublicMembers, ManagePrivateMembers],
        ["channel_admin"] = [],
    };
}
