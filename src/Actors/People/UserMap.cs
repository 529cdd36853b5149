using System.Collections.Immutable;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Who is who: lines of <c>mattermost_login=redmine_login</c>, separated by <c>;</c> or line ends. Empty lines and lines that begin
/// with <c>#</c> are skipped; an <c>@</c> before the Mattermost login is forgiven.
/// </summary>
public sealed record UserMap(ImmutableDictionary<string, RedmineLogin> ByUsername)
{
    public static readonly UserMap Empty = new(ImmutableDictionary<string, RedmineLogin>.Empty);

    public RedmineLogin? Find(string username) => ByUsername.GetValueOrDefault(username.ToLowerInvariant());

    /// <summary>Both maps together; where both know a name, this one counts.</summary>
    public UserMap With(UserMap other) => new(other.ByUsername.SetItems(ByUsername));

    /// <summary>Reads the lines that are right; <paramref name="problems"/> names each that isn't, with its number and what to do.</summary>
    public static UserMap Parse(string text, out IReadOnlyList<string> problems)
    {
        var map = ImmutableDictionary.CreateBuilder<string, RedmineLogin>();
        var wrong = new List<string>();
        var number = 0;
        foreach (var raw in text.Split(['\n', ';']))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            var sides = line.Split('=', 2);
            var mattermost = sides[0].Trim().TrimStart('@').ToLowerInvariant();
            var redmine = sides.Length == 2 ? sides[1].Trim() : "";
            if (mattermost.Length == 0 || redmine.Length == 0)
                wrong.Add($"entry {number} `{line}`: write it as mattermost_login=redmine_login");
            else if (!RedmineLogin.IsPossible(redmine))
                wrong.Add($"entry {number} `{line}`: `{redmine}` can't be a Redmine login");
            else if (!map.TryAdd(mattermost, new(redmine)))
                wrong.Add($"entry {number} `{line}`: `{mattermost}` has an entry already; the first one counts");
        }

        problems = wrong;
        return new(map.ToImmutable());
    }
}
