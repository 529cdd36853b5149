using System.Collections.Immutable;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Who is who: lines of <c>mattermost_login=redmine_login</c>, separated by <c>;</c> or line ends. Empty lines and lines that begin
/// with <c>#</c> are skipped, of a text of one line the entries that do; an <c>@</c> before the Mattermost login is forgiven.
/// </summary>
public sealed record UserMap(ImmutableDictionary<string, RedmineLogin> ByUsername)
{
    public static readonly UserMap Empty = new(ImmutableDictionary<string, RedmineLogin>.Empty);

    public RedmineLogin? Find(string username) => ByUsername.GetValueOrDefault(username.ToLowerInvariant());

    /// <summary>Both maps together; where both know a name, this one counts.</summary>
    public UserMap With(UserMap other) => new(other.ByUsername.SetItems(ByUsername));

    /// <summary>Reads the lines that are right; <paramref name="problems"/> names each that isn't, with its line (where there are several, else its number) and what to do.</summary>
    public static UserMap Parse(string text, out IReadOnlyList<string> problems)
    {
        var map = ImmutableDictionary.CreateBuilder<string, RedmineLogin>();
        var wrong = new List<string>();
        var lines = text.Split('\n');
        foreach (var (entries, line) in lines.Select((l, i) => (l.Split(';'), i + 1)))
        {
            if (lines.Length > 1 && entries[0].TrimStart().StartsWith('#'))
                continue;
            for (var i = 0; i < entries.Length; i++)
            {
                var entry = entries[i].Trim();
                if (entry.Length > 0 && !entry.StartsWith('#') && Add(map, entry) is { } problem)
                    wrong.Add($"{(lines.Length > 1 ? $"line {line}" : $"entry {i + 1}")} `{entry}`: {problem}");
            }
        }

        problems = wrong;
        return new(map.ToImmutable());
    }

    /// <summary>Null where all is well.</summary>
    private static string? Add(ImmutableDictionary<string, RedmineLogin>.Builder map, string entry)
    {
        var sides = entry.Split('=', 2);
        var mattermost = sides[0].Trim().TrimStart('@').ToLowerInvariant();
        var redmine = sides.Length == 2 ? sides[1].Trim() : "";
        if (mattermost.Length == 0 || redmine.Length == 0)
            return "write it as mattermost_login=redmine_login";
        if (!RedmineLogin.IsPossible(redmine))
            return $"`{redmine}` can't be a Redmine login";
        return map.TryAdd(mattermost, new(redmine)) ? null : $"`{mattermost}` has an entry already; the first one counts";
    }
}
