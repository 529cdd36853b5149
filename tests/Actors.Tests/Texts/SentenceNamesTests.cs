using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Batch;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Texts;

/// <summary>Sentences are named by strings and can be glued by anybody, and no compiler looks after either: this does, in the sources.</summary>
public sealed partial class SentenceNamesTests
{
    /// <summary>Names that end with a member of an enumeration; without the members that are said by another name.</summary>
    private static readonly Dictionary<string, IEnumerable<string>> Families = new()
    {
        ["Ask"] = Enum.GetNames<FieldKind>(),
        ["Field"] = Enum.GetNames<TicketField>(),
        ["ProblemBatch"] = Enum.GetNames<BatchProblem>().Except([nameof(BatchProblem.None)]),
        ["ProblemItem"] = Enum.GetNames<BatchItemProblemKind>()
            .Except([nameof(BatchItemProblemKind.DateUnreal), nameof(BatchItemProblemKind.DateAmbiguous), nameof(BatchItemProblemKind.DatePast)]),
        ["Redmine"] = Enum.GetNames<RedmineTrouble>(),
        ["Talk"] = Enum.GetNames<TalkHint>(),
    };

    private static readonly string[] Made = [.. Families.SelectMany(f => f.Value.Select(member => f.Key + member)), .. Enum.GetNames<RefusalReason>()];
    private static readonly HashSet<string> Existing = All();
    private static readonly string Sources = string.Join('\n', Read());
    private static readonly SaidSentence[] Said = [.. SaidSentence.In(Sources)];

    [Fact]
    public void Every_name_in_the_sources_is_a_sentences()
    {
        var names = Said.SelectMany(s => Literal().Matches(s.Name)).Concat(OfAFamily().Matches(Sources)).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Contains("NoteOtherwise", names);
        Assert.Contains("FieldTracker", names);
        Assert.Empty(names.Except(Existing));
    }

    [Fact]
    public void Every_name_made_of_a_member_is_a_sentences()
    {
        Assert.Equal(Families.Keys.Order(), Said.SelectMany(s => Interpolated().Matches(s.Name)).Select(m => m.Groups[1].Value).Distinct().Order());
        Assert.Empty(Made.Except(Existing));
    }

    [Fact]
    public void Every_sentence_is_said() =>
        Assert.DoesNotContain(Existing.Except(Made), name => !Sources.Contains($"\"{name}\"", StringComparison.Ordinal));

    [Fact]
    public void No_sentence_is_glued() => Assert.Empty(SaidSentence.GluedIn(Sources));

    [Theory]
    [InlineData("""say["A"] + say["B"]""")]
    [InlineData("""say.Format("A", x) + " " + _say["B"]""")]
    [InlineData("""say["A"] + " and more" """)]
    [InlineData("""(name + " is " + Sentences.In(reply.Language)["A"])""")]
    [InlineData("""$"{say["A"]} {say.Format("B", x)}" """)]
    [InlineData("""$"{name} is {say["A"]}" """)]
    [InlineData("""text.Append(say["A"]).Append(context.Say["B"])""")]
    [InlineData("""say.Format("A", say["B"] + say["C"])""")]
    [InlineData("""say["A" + x]""")]
    public void Glue_is_found(string code) => Assert.Single(SaidSentence.GluedIn(code));

    [Theory]
    [InlineData("""say["A"] + "\n" + say["B"] + "\n" """)]
    [InlineData("""$"#### {say.Format("A", x)}\n{say["B"]}\n" """)]
    [InlineData("""$"{say["A"]}: {value}" """)]
    [InlineData("""say.Format("A", say["B"], "some words")""")]
    [InlineData("""text.Append(say["A"]).Append('\n').Append(say["B"])""")]
    [InlineData("""new("open", say["A"]) { Text = "some words" + x }""")]
    public void What_is_not_glued_is_left(string code) => Assert.Empty(SaidSentence.GluedIn(code));

    private static HashSet<string> All()
    {
        var resources = new ResourceManager("RedmineBridge.Actors.Texts.Sentences", typeof(Sentences).Assembly);
        return [.. resources.GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<DictionaryEntry>().Select(e => (string)e.Key)];
    }

    /// <summary>Of those projects that say something to people; without comments.</summary>
    private static IEnumerable<string> Read([CallerFilePath] string here = "") =>
        new[] { "Actors", "Gateway", "Host" }
            .SelectMany(project => Directory.EnumerateFiles(Path.GetFullPath(Path.Combine("../../../../src", project), here), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!\$)""([A-Z]\w*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\$""([A-Z][A-Za-z]*)\{")]
    private static partial Regex Interpolated();

    /// <summary>Those that get where they are said by a variable.</summary>
    [GeneratedRegex(@"(?<!\$)""((?:App|Column|Field|Help|Problem)[A-Z]\w*)""")]
    private static partial Regex OfAFamily();
}
