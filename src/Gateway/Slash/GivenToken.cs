namespace RedmineBridge.Gateway.Slash;

/// <summary>A line of <c>Commands__TokensFile</c>.</summary>
/// <param name="Team">A team's name or id.</param>
public sealed record GivenToken(string Team, string Trigger, string Token)
{
    public override string ToString() => $"{Team} {Trigger}";

    /// <summary>Reads <c>team trigger token</c> lines; empty ones and those that begin with <c>#</c> are skipped. Names each wrong line by its number.</summary>
    public static IReadOnlyList<GivenToken> Parse(string text, out IReadOnlyList<int> wrongLines)
    {
        List<GivenToken> tokens = [];
        List<int> wrong = [];
        foreach (var (line, index) in text.Split('\n').Select((l, i) => (l.Trim(), i)))
        {
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var team, var trigger, var token])
                tokens.Add(new(team, trigger.TrimStart('/').ToLowerInvariant(), token));
            else
                wrong.Add(index + 1);
        }

        wrongLines = wrong;
        return tokens;
    }
}
