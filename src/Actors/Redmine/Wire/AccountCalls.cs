using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>Accounts in Redmine.</summary>
internal static class AccountCalls
{
    public static async Task<RedmineAnswer> CheckKey(RedmineExchange exchange)
    {
        if (!exchange.HasKey)
            return await exchange.Reach(exchange.Request("users", "current.json"));
        var user = await Current(exchange, null);
        return new RedmineAnswer.KeyChecked(user.Required("login"), user.Flag("admin"));
    }

    public static async Task<RedmineAnswer> CheckOwnKey(RedmineExchange exchange, RedmineCall.CheckOwnKey call)
    {
        var answer = await exchange.GetBy(call.Person, call.Key, exchange.Request("users", "current.json"));
        return new RedmineAnswer.OwnKeyChecked(Read(answer.GetProperty("user"), isLocked: false));
    }

    /// <summary>
    /// The account that a request is carried out as. A key that may not act as others acts as its owner, and Redmine says nothing.
    /// </summary>
    /// <exception cref="RedmineRefusalException">It is not the one asked for.</exception>
    public static async Task<JsonElement> Current(RedmineExchange exchange, RedmineIdentity? identity, string? include = null)
    {
        var user = (await exchange.Get(exchange.Request("users", "current.json").SetQueryParam("include", include), identity)).GetProperty("user");
        if (identity is RedmineLogin login && !IsCalled(user, login))
            throw new RedmineRefusalException(new RedmineAnswer.Misconfigured(RedmineTrouble.KeyNotAdministrator));
        return user;
    }

    /// <summary>
    /// Redmine can't be asked for a login: only for a part of login, name or address, and only for those of one status. A list says
    /// nothing of a status, and a whole list may be shorter than a question for each.
    /// </summary>
    public static async Task<RedmineAnswer> FindUsers(RedmineExchange exchange, RedmineCall.FindUsers call)
    {
        Dictionary<RedmineLogin, RedmineUser> found = [];
        if (call.Logins.Count > 1)
            await LookThroughAll(exchange, call.Logins, found);
        foreach (var login in call.Logins.Where(l => !found.ContainsKey(l)).Distinct())
        {
            if (await Find(exchange, login, null) is { } active)
                found[login] = Read(active, isLocked: false);
            else if (await Find(exchange, login, AccountStatus.Locked) is { } locked)
                found[login] = Read(locked, isLocked: true);
        }

        return new RedmineAnswer.UsersFound(
            [.. found.Values.DistinctBy(u => u.Id)], [.. call.Logins.Where(l => !found.ContainsKey(l)).Distinct()]);
    }

    public static async Task<RedmineAnswer> ReadAccounts(RedmineExchange exchange, RedmineCall.ReadAccounts call)
    {
        var page = await exchange.Get(
            exchange.Request("users.json")
                .SetQueryParam("status", (int)call.Status)
                .SetQueryParam("name", call.Name)
                .SetQueryParam("limit", RedmineCall.MaxRows)
                .SetQueryParam("offset", call.Offset),
            null);
        return new RedmineAnswer.AccountsRead(
            [.. page.List("users").Select(u => u.Text("login")).OfType<string>()], page.GetProperty("total_count").GetInt32());
    }

    /// <summary>Page after page while fewer of them are left than logins to be asked for one by one.</summary>
    private static async Task LookThroughAll(
        RedmineExchange exchange, IReadOnlyList<RedmineLogin> logins, Dictionary<RedmineLogin, RedmineUser> found)
    {
        for (var offset = 0; ; offset += RedmineCall.MaxRows)
        {
            var answer = await exchange.Get(
                exchange.Request("users.json").SetQueryParam("limit", RedmineCall.MaxRows).SetQueryParam("offset", offset), null);
            foreach (var user in answer.List("users"))
            {
                foreach (var login in logins.Where(l => IsCalled(user, l)))
                    found[login] = Read(user, isLocked: false);
            }

            var missing = logins.Distinct().Count(l => !found.ContainsKey(l));
            var pagesLeft = (answer.GetProperty("total_count").GetInt32() - offset - 1) / RedmineCall.MaxRows;
            if (missing == 0 || pagesLeft <= 0 || pagesLeft > missing)
                return;
        }
    }

    private static async Task<JsonElement?> Find(RedmineExchange exchange, RedmineLogin login, AccountStatus? status)
    {
        var alike = await exchange.GetAll(
            () => exchange.Request("users.json").SetQueryParam("name", login.Value).SetQueryParam("status", (int?)status), "users", null);
        return alike.Where(u => IsCalled(u, login)).Select(u => (JsonElement?)u).FirstOrDefault();
    }

    private static bool IsCalled(JsonElement user, RedmineLogin login) =>
        string.Equals(user.Text("login"), login.Value, StringComparison.OrdinalIgnoreCase);

    private static RedmineUser Read(JsonElement user, bool isLocked) =>
        new(user.Id(), user.Required("login"), $"{user.Text("firstname")} {user.Text("lastname")}".Trim(), isLocked);
}
