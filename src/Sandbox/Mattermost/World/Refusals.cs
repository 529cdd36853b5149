namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>The refusals that several places give.</summary>
internal static class Refusals
{
    public static MattermostRefusalException SessionExpired(string token) =>
        new(401, "api.context.session_expired.app_error", "Invalid or expired session, please login again.", token.Length == 0 ? "" : $"token={token}");

    public static MattermostRefusalException Permission(MattermostUser user, string permission) =>
        new(403, "api.context.permissions.app_error", "You do not have the appropriate permissions.", $"userId={user.Id}, permission={permission},");

    public static MattermostRefusalException InvalidBody(string name) =>
        new(400, "api.context.invalid_body_param.app_error", $"Invalid or missing {name} in request body.");

    public static MattermostRefusalException InvalidUrl(string name) =>
        new(400, "api.context.invalid_url_param.app_error", $"Invalid or missing {name} parameter in request URL.");

    public static MattermostRefusalException NoUser(string detail) =>
        new(404, "app.user.missing_account.const", "Unable to find the user.", detail);

    public static MattermostRefusalException NoTeam(string id) =>
        new(404, "app.team.get.find.app_error", "Unable to find the existing team.", $"resource: Team id: {id}");

    public static MattermostRefusalException NoChannel(string id) =>
        new(404, "app.channel.get.existing.app_error", "Unable to find the existing channel.", $"resource: Channel id: {id}");

    public static MattermostRefusalException NoPost(string id) =>
        new(404, "app.post.get.app_error", "Unable to get the post.", $"resource: Post id: {id}");
}
