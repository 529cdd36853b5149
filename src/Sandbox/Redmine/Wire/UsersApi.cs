using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

internal static class UsersApi
{
    public static RedmineAnswer Current(RedmineCall call) => call.User is { } user ? RedmineAnswer.Ok("user", Show(call, user)) : call.Denied;

    public static RedmineAnswer Get(RedmineCall call) =>
        int.TryParse(call.Route("id"), out var id) && call.Data.Users.GetValueOrDefault(id) is { } user && (user.IsActive || call.User is { IsAdmin: true })
            ? RedmineAnswer.Ok("user", Show(call, user))
            : RedmineAnswer.NotFound;

    public static RedmineAnswer List(RedmineCall call)
    {
        if (call.User is not { IsAdmin: true })
            return call.Denied;
        var users = call.Data.Users.Values.Where(WithStatus(call.Query("status"))).OrderBy(u => u.Login, StringComparer.Ordinal);
        var named = call.Query("name") is { Length: > 0 } name ? users.Where(u => Matches(u, name.Trim())) : users;
        return new(200, Text.Paged(call, "users", [.. named], u => Shape(u, adminSees: true)));
    }

    private static Func<RedmineUser, bool> WithStatus(string? status) => status switch
    {
        null or "1" => u => u.IsActive,
        "" => _ => true,
        "2" => u => u.IsRegistered,
        "3" => u => u.IsLocked,
        _ => _ => false,
    };

    private static bool Matches(RedmineUser user, string name) =>
        new[] { user.Login, user.FirstName, user.LastName, user.Mail, user.Name, $"{user.LastName} {user.FirstName}" }
            .Any(t => t.Contains(name, StringComparison.CurrentCultureIgnoreCase));

    private static JsonObject Show(RedmineCall call, RedmineUser user)
    {
        var admin = call.User is { IsAdmin: true };
        var own = call.User?.Id == user.Id;
        var shape = Shape(user, admin, own);
        if (admin || own)
            shape["api_key"] = user.ApiKey;
        if (admin)
            shape["status"] = user.IsLocked ? 3 : user.IsRegistered ? 2 : 1;
        if (call.Includes("groups") && admin)
            shape["groups"] = new JsonArray();
        if (call.Includes("memberships"))
            shape["memberships"] = Text.Array(MembershipsOf(call, user).Select(m => Membership(call.Data, m)));
        return shape;
    }

    private static IEnumerable<RedmineMember> MembershipsOf(RedmineCall call, RedmineUser user) =>
        call.Data.Members.Values.Where(m => m.UserId == user.Id && call.Data.Sees(call.User, call.Data.Projects[m.ProjectId]));

    private static JsonObject Membership(RedmineData data, RedmineMember member) => new()
    {
        ["id"] = member.Id,
        ["project"] = Text.Named(member.ProjectId, data.Projects[member.ProjectId].Name),
        ["roles"] = Text.Array(member.RoleIds.Select(r => Text.Named(r, data.Roles[r].Name))),
    };

    private static JsonObject Shape(RedmineUser user, bool adminSees, bool own = false)
    {
        var shape = new JsonObject { ["id"] = user.Id, ["login"] = user.Login };
        if (adminSees || own)
            shape["admin"] = user.IsAdmin;
        shape["firstname"] = user.FirstName;
        shape["lastname"] = user.LastName;
        if (adminSees)
            shape["mail"] = user.Mail;
        shape["created_on"] = Text.Stamp(user.CreatedOn);
        shape["updated_on"] = Text.Stamp(user.CreatedOn);
        shape["last_login_on"] = null;
        shape["passwd_changed_on"] = Text.Stamp(user.CreatedOn);
        if (adminSees || own)
            shape["twofa_scheme"] = null;
        return shape;
    }
}
