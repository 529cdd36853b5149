using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Logging in by a password, and out again.</summary>
internal static class SessionsApi
{
    public static ApiAnswer LogIn(ApiCall call)
    {
        var user = call.World.FindByPassword(call.Text("login_id"), call.Text("password")) ?? throw new MattermostRefusalException(
            401, "api.user.login.invalid_credentials_email_username", "Enter a valid email or username and/or password.");
        return new(UserJson.Of(user, user)) { SessionToken = call.World.IssueToken(user) };
    }

    /// <summary>Who is in no session is out already.</summary>
    public static ApiAnswer LogOut(ApiCall call)
    {
        call.World.RevokeToken(call.Token);
        return ApiAnswer.Ok;
    }
}
