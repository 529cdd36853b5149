using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>One API call: who asks, what, and the world as it is at that moment.</summary>
internal sealed record RedmineCall(RedmineWorld World, RedmineData Data, RedmineUser? User, HttpRequest Request, string Body)
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 100;

    /// <summary>The refusal of what the person may not do: a stranger is asked to log in, unless keys are switched off.</summary>
    public RedmineAnswer Denied => User is null && Data.RestEnabled ? new(401) : RedmineAnswer.Forbidden;

    public string Route(string name) => (string)Request.RouteValues[name]!;

    public string? Query(string name) => Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public bool Includes(string what) => Query("include")?.Split(',').Contains(what) ?? false;

    /// <summary>Offset and limit as Redmine understands them: nonsense is the default, more than a hundred is a hundred.</summary>
    public (int Offset, int Limit) Page()
    {
        var limit = int.TryParse(Query("limit"), out var asked) && asked > 0 ? Math.Min(asked, MaxLimit) : DefaultLimit;
        if (int.TryParse(Query("offset"), out var offset) && offset >= 0)
            return (offset, limit);
        return (int.TryParse(Query("page"), out var page) && page > 1 ? (page - 1) * limit : 0, limit);
    }
}
