using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>Who is meant by a person in a list's address.</summary>
internal static class People
{
    /// <summary>
    /// <paramref name="asked"/> is an id, <c>me</c>, <c>!*</c> (nobody), or nothing, which is everybody; <paramref name="me"/> is the
    /// login chosen on the page, and until one is chosen <c>me</c> is anybody.
    /// </summary>
    public static Func<int?, bool> Asked(RedmineData data, string? asked, string? me) => asked switch
    {
        null or "" => _ => true,
        "!*" => id => id is null,
        "me" => data.FindLogin(me ?? "") is { } user ? id => id == user.Id : id => id is not null,
        _ => id => int.TryParse(asked, out var wanted) && id == wanted,
    };

    public static string Choice(RedmineData data, HttpRequest request, string? me)
    {
        var others = request.Query.Where(q => q.Key != "me").Select(q => new KeyValuePair<string, string?>(q.Key, q.Value)).ToList();
        var links = data.Users.Values.Where(u => u.IsActive && !u.IsAdmin).Select(user =>
        {
            var address = QueryHelpers.AddQueryString(request.Path, others.Append(new("me", user.Login)));
            var here = string.Equals(me, user.Login, StringComparison.OrdinalIgnoreCase) ? " class=\"here\"" : "";
            return $"<a{here} href=\"{Page.Safe(address)}\">{Page.Safe(user.Name)}</a>";
        });
        return $"<p class=\"me\"><span>Nobody is logged in here, so who are you?</span>{string.Concat(links)}</p>";
    }
}
