using System.Globalization;
using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Words;

/// <summary>Reads how much of something is done: <c>30</c>, <c>30%</c>, <c>30 %</c>.</summary>
public static partial class PercentWords
{
    private const int LongestText = 40;

    /// <returns>0 to 100.</returns>
    public static Reading<int> Read(string text)
    {
        var typed = text.AsSpan().Trim();
        if (typed.Length > LongestText || Shape().Match(typed.ToString()) is not { Success: true } match)
            return new(ReadingProblem.NotUnderstood);
        if (match.Groups["fraction"].Success)
            return new(ReadingProblem.NotWhole);
        var isPositive = !match.Groups["minus"].Success;
        return isPositive && int.Parse(match.Groups["whole"].Value, NumberStyles.None, CultureInfo.InvariantCulture) is <= 100 and var percent
            ? new(percent)
            : new(ReadingProblem.OutOfRange);
    }

    [GeneratedRegex(@"^(?<minus>-)?(?<whole>[0-9]{1,9})(?<fraction>[.,][0-9]+)?\s*%?$")]
    private static partial Regex Shape();
}
