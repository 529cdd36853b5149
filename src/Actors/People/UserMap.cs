using System.Collections.Immutable;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Who is who: lines of <c>mattermost_login=redmine_login</c>, separated by <c>;</c> or line ends. Empty lines and lines that begin
/// with <c>#</c> are skipped, of a text of one line the entries that do; an <c>@</c> before the Mattermost login is forgiven.
/// </summary>
public sealed class UserMap
{
    public static readonly UserMap Empty = new([], []);

    private readonly ImmutableDictionary<string, MapEntry> _counting;

    private UserMap(ImmutableArray<MapEntry> entries, ImmutableArray<string> passedOver)
    {
        Entries = entries;
        PassedOver = passedOver;
        _counting = entries.DistinctBy(e => e.Username).ToImmutableDictionary(e => e.Username);
    }

    /// <summary>All of them; of several for one Mattermost login the first counts.</summary>
    public ImmutableArray<MapEntry> Entries { get; }

    /// <summary>Where something stands that is no entry, or one for a login that has one; whoever parsed it was told why.</summary>
    public ImmutableArray<string> PassedOver { get; }

    /// <summary>Mattermost logins, once each.</summary>
    public int Count => _counting.Count;

    public RedmineLogin? Find(string username) => EntryOf(username)?.Redmine;

    /// <summary>The entry that counts for this login.</summary>
    public MapEntry? EntryOf(string username) => _counting.GetValueOrDefault(username.ToLowerInvariant());

    /// <summary>Both maps together; where both know a name, this one counts.</summary>
    public UserMap With(UserMap other) => new(Entries.AddRange(other.Entries), PassedOver.AddRange(other.PassedOver));

    /// <summary>
    /// Reads the lines that are right; <paramref name="problems"/> names each that isn't, with its line (where there are several, else its
    /// number) and what to do.
    /// </summary>
    /// <param name="source">Where the text comes from: the setting, and the file if it is one.</param>
    public static UserMap Parse(string text, out IReadOnlyList<string> problems, string source = "Users__Map")
    {
        var map = new Dictionary<string, MapEntry>();
        var wrong = new List<string>();
        var passedOver = new List<string>();
        var lines = text.Split('\n');
        foreach (var (entries, line) in lines.Select((l, i) => (l.Split(';'), i + 1)))
        {
            if (lines.Length > 1 && entries[0].TrimStart().StartsWith('#'))
                continue;
            for (var i = 0; i < entries.Length; i++)
            {
                var entry = entries[i].Trim();
                var where = $"{source}, {(lines.Length > 1 ? $"line {line}" : $"entry {i + 1}")}";
                if (entry.Length == 0 || entry.StartsWith('#') || Add(map, entry, where) is not { } problem)
                    continue;
                wrong.Add($"{where} `{entry}`: {problem}");
                passedOver.Add(where);
            }
        }

        problems = wrong;
        return new([.. map.Values], [.. passedOver]);
    }

    /// <summary>Null where all is well.</summary>
    private static string? Add(Dictionary<string, MapEntry> map, string entry, string where)
    {
        var sides = entry.Split('=', 2);
        var mattermost = sides[0].Trim().TrimStart('@').ToLowerInvariant();
        var redmine = sides.Length == 2 ? sides[1].Trim() : "";
        if (mattermost.Length == 0 || redmine.Length == 0)
            return "write it as mattermost_login=redmine_login";
        if (!RedmineLogin.IsPossible(redmine))
            return $"`{redmine}` can't be a Redmine login";
        return map.TryAdd(mattermost, new(mattermost, new(redmine), where))
            ? null
            : $"{map[mattermost].Where} has `{mattermost}` already, and counts; remove one of the two";
    }
}
