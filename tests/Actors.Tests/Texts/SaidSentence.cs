using System.Text;
using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Tests.Texts;

/// <summary>A place in C# where a sentence is said: <c>say["Name"]</c>, <c>say.Format("Name", …)</c>.</summary>
/// <param name="Name">The expression that names it.</param>
/// <param name="Inside">All that stands between the brackets.</param>
internal sealed partial record SaidSentence(string Name, string Inside)
{
    /// <summary>Stands for a sentence where only what is around it matters.</summary>
    private const char Mark = '§';

    /// <summary>Those inside of others too.</summary>
    public static IEnumerable<SaidSentence> In(string code) => Outer(code).Said.SelectMany(s => In(s.Inside).Prepend(s));

    /// <summary>
    /// Where two sentences or a sentence and words are put together in code, or a name is: in another language they would stand otherwise.
    /// A line break, punctuation or a mere value beside a sentence is no glue.
    /// </summary>
    public static IEnumerable<string> GluedIn(string code)
    {
        var (around, said) = Outer(code);
        return Glued(around)
            .Concat(said.Where(s => s.Name.Contains(" + ", StringComparison.Ordinal)).Select(s => s.Name))
            .Concat(said.SelectMany(s => GluedIn(s.Inside)));
    }

    private static IEnumerable<string> Glued(string around) =>
        Added().Matches(around).Concat(Interpolated().Matches(around).Where(m => m.Value.Contains(Mark)))
            .Select(m => m.Value)
            .Where(whole => IsGlue(Hole().Replace(whole, m => m.Value.Contains(Mark) ? "§" : "")))
            .Concat(Appended().Matches(around).Select(m => m.Value));

    private static bool IsGlue(string parts) => Words().IsMatch(Escape().Replace(parts, "")) || Neighbours().IsMatch(parts);

    private static (string Around, IReadOnlyList<SaidSentence> Said) Outer(string code)
    {
        var around = new StringBuilder();
        List<SaidSentence> said = [];
        var end = 0;
        for (var start = Start().Match(code); start.Success; start = Start().Match(code, end))
        {
            around.Append(code, end, start.Index - end).Append(Mark);
            var begin = start.Index + start.Length;
            var comma = -1;
            var depth = 1;
            for (end = begin; depth > 0; end++)
            {
                depth += code[end] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
                if (comma < 0 && depth == 1 && code[end] == ',')
                    comma = end;
            }

            said.Add(new(code[begin..(comma < 0 ? end - 1 : comma)], code[begin..(end - 1)]));
        }

        return (around.Append(code, end, code.Length - end).ToString(), said);
    }

    [GeneratedRegex(@"(?:(?<!\w)(?:\w+\.)?_?[sS]ay|Sentences\.In\((?:[^()]|\([^()]*\))*\))(?:\[|\.Format\()")]
    private static partial Regex Start();

    /// <summary>A sum of sentences and literals with at least one of each, or two sentences.</summary>
    [GeneratedRegex(@"(?:\$?""[^""\n]*""\s*\+\s*)*§(?:\s*\+\s*(?:\$?""[^""\n]*""|§))+|(?:\$?""[^""\n]*""\s*\+\s*)+§")]
    private static partial Regex Added();

    [GeneratedRegex(@"\$""[^""\n]*""")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"Append\(§\)\s*\.Append\(§\)")]
    private static partial Regex Appended();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Words();

    /// <summary>Two sentences with no line break between them.</summary>
    [GeneratedRegex(@"§(?:(?!\\n)[^§])*§")]
    private static partial Regex Neighbours();
}
