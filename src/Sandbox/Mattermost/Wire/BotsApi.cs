using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Bots and the tokens that they act by, as administrators keep them.</summary>
internal static partial class BotsApi
{
    public static ApiAnswer Create(ApiCall call)
    {
        call.RequireSystem(Permissions.CreateBot);
        if (call.Me.IsBot)
            throw Refusals.Permission(call.Me, Permissions.CreateBot);
        if (!call.World.Settings.EnableBotAccountCreation)
            throw new MattermostRefusalException(403, "api.bot.create_disabled", "Bot creation has been disabled.");
        var name = call.Text("username");
        if (!Names().IsMatch(name))
            throw new MattermostRefusalException(400, "model.bot.is_valid.username.app_error", "Invalid username.");
        if (call.World.FindUserByName(name) is not null)
            throw new MattermostRefusalException(400, "app.user.save.username_exists.app_error", "An account with that username already exists.");
        return new(Json(call.World.ChangeUser(call.World.AddBot(name), u => u with { OwnerId = call.Me.Id }), call), 201);
    }

    /// <summary>Whoever may not read it is told that it isn't there.</summary>
    public static ApiAnswer Get(ApiCall call)
    {
        var bot = RouteBot(call);
        if ((bot.DeleteAt != 0 && call.Query("include_deleted") != "true") || !call.World.MayInSystem(call.Me, Permissions.ReadOthersBots))
            throw NoBot(call);
        return new(Json(bot, call));
    }

    /// <summary>From then on it is this person's; never a bot's.</summary>
    public static ApiAnswer Assign(ApiCall call)
    {
        var bot = RouteBot(call);
        call.RequireSystem(Permissions.ManageOthersBots);
        var owner = call.Route("owner");
        if (call.World.FindUser(owner) is { IsBot: true })
            throw Refusals.Permission(call.Me, Permissions.AssignBot);
        return new(Json(call.World.ChangeUser(bot, u => u with { OwnerId = owner }), call));
    }

    public static ApiAnswer List(ApiCall call)
    {
        call.RequireSystem(Permissions.ReadOthersBots);
        var (page, size) = Paging.Of(call);
        var withDeleted = call.Query("include_deleted") == "true";
        return ApiAnswer.List(
            call.World.Users.Where(u => u.IsBot && (withDeleted || u.DeleteAt == 0)).Skip(page * size).Take(size), u => Json(u, call));
    }

    public static ApiAnswer Disable(ApiCall call) => SetActive(call, call.World.Now);

    public static ApiAnswer Enable(ApiCall call) => SetActive(call, 0);

    /// <summary>The one answer that has the token itself.</summary>
    public static ApiAnswer CreateToken(ApiCall call)
    {
        var description = call.Text("description");
        if (description.Length == 0)
            throw Refusals.InvalidBody("description");
        call.RequireSystem(Permissions.CreateUserAccessToken);
        var user = call.RouteUser();
        // For people there is a switch, and it is off on a fresh server.
        if (!user.IsBot)
            throw new MattermostRefusalException(501, "app.user_access_token.disabled", "Personal access tokens are disabled on this server. Please contact your system administrator for details.");
        var token = call.World.AddAccessToken(user, description);
        var json = Json(token);
        json["token"] = token.Token;
        return new(json);
    }

    public static ApiAnswer Tokens(ApiCall call)
    {
        call.RequireSystem(Permissions.ReadUserAccessToken);
        var (page, size) = Paging.Of(call);
        return ApiAnswer.List(call.World.AccessTokensOf(call.RouteUser()).Skip(page * size).Take(size), Json);
    }

    public static ApiAnswer RevokeToken(ApiCall call)
    {
        call.RequireSystem(Permissions.RevokeUserAccessToken);
        var id = call.Text("token_id");
        call.World.Revoke(call.World.FindAccessToken(id)
            ?? throw new MattermostRefusalException(404, "app.user_access_token.get_by_user.app_error", "We encountered an error getting the personal access token.", $"resource: UserAccessToken id: {id}"));
        return ApiAnswer.Ok;
    }

    private static ApiAnswer SetActive(ApiCall call, long deleteAt)
    {
        var bot = RouteBot(call);
        call.RequireSystem(Permissions.ManageOthersBots);
        return new(Json(call.World.ChangeUser(bot, u => u with { DeleteAt = deleteAt }), call));
    }

    private static MattermostUser RouteBot(ApiCall call) => call.World.FindUser(call.Route("user")) is { IsBot: true } bot ? bot : throw NoBot(call);

    private static MattermostRefusalException NoBot(ApiCall call) =>
        new(404, "store.sql_bot.get.missing.app_error", "Bot does not exist.", $"user_id={call.Route("user")}");

    private static JsonObject Json(AccessToken token) => new()
    {
        ["id"] = token.Id, ["user_id"] = token.UserId, ["description"] = token.Description, ["is_active"] = true,
    };

    private static JsonObject Json(MattermostUser bot, ApiCall call) => new()
    {
        ["user_id"] = bot.Id,
        ["username"] = bot.Username,
        ["display_name"] = call.Text("display_name") is { Length: > 0 } name ? name : bot.FirstName,
        ["description"] = call.Text("description"),
        ["owner_id"] = bot.OwnerId,
        ["create_at"] = bot.CreateAt,
        ["update_at"] = bot.UpdateAt,
        ["delete_at"] = bot.DeleteAt,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9._\-]{2,63}$")]
    private static partial Regex Names();
}
