using System.Globalization;
using System.Text;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Batch;

/// <summary>
/// Reads a pasted list of tasks, one ticket an item: <c>1. Buy sausages @alice 09.05.27</c>. <see cref="BatchBlock"/> says which lines
/// make an item, <see cref="TaskSentence"/> what an item says. Never throws, whatever the text; its time grows with the text's length.
/// </summary>
public static class BatchText
{
    public const int MostItems = 200;

    /// <summary>Characters of the whole list, as Mattermost counts them.</summary>
    public const int MostRunes = 16_000;

    /// <summary>Redmine's limit of a subject.</summary>
    public const int LongestSubject = 255;

    private const string WrittenDate = "dd.MM.yyyy";

    /// <param name="today">The person's. Dates without a year count from it, and dates before it are a problem.</param>
    public static BatchReading Read(string text, DateOnly today)
    {
        var runes = text.EnumerateRunes().Count();
        if (runes > MostRunes)
            return new([], [], BatchProblem.TooLong, runes);
        var blocks = BatchBlock.Of(text);
        var skipped = blocks.Where(IsSkipped).Select(block => new BatchSkipped(
            block.Lines[0].Number,
            block.Lines[^1].Number,
            block.Original(text),
            block.Kind == BatchBlockKind.Done ? BatchSkipReason.Done : BatchSkipReason.Heading)).ToArray();
        var count = blocks.Count - skipped.Length;
        if (count is 0 or > MostItems)
            return new([], skipped, count == 0 ? BatchProblem.Empty : BatchProblem.TooManyItems, count);
        return new([.. blocks.Where(block => !IsSkipped(block)).Select(block => Item(text, block, today))], skipped, BatchProblem.None, count);
    }

    /// <summary>
    /// Whether a message that may say anything is probably a list of tasks: two or more marked items with words in them, more than
    /// there are lines that belong to none, and no code.
    /// </summary>
    public static bool LooksLikeBatch(string text)
    {
        if (text.Contains("```", StringComparison.Ordinal))
            return false;
        var blocks = BatchBlock.Of(text);
        var marked = blocks.Count(block => block is { Kind: BatchBlockKind.Item, Lines: [{ IsMarked: true }, ..] } && block.Text(text).Any(char.IsLetter));
        return marked >= 2 && marked > blocks.Count(block => block.Kind == BatchBlockKind.Loose);
    }

    /// <summary>An item without problems as a line that is read as the same subject, assignee and date, on whatever day.</summary>
    /// <param name="number">1 to 999.</param>
    public static string Write(BatchItem item, int number)
    {
        var text = new StringBuilder(item.Subject);
        if (item.Assignee is { } login)
            text.Append(" @").Append(login);
        if (item.Due is { } due)
        {
            var date = due.ToString(WrittenDate, CultureInfo.InvariantCulture);
            // "Work on" must not lose its last word to the date.
            var isSwallowed = DateWords.FindAtEnd($"{text} {date}", due) is { } found && found.Length > date.Length;
            text.Append(isSwallowed ? ", " : " ").Append(date);
        }

        return $"{number.ToString(CultureInfo.InvariantCulture)}. {(BatchLine.BeginsWithBox(item.Subject) ? "[ ] " : "")}{text}";
    }

    /// <summary>The items' original text, which read again gives the same items.</summary>
    public static string Originals(IReadOnlyList<BatchItem> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            // Without an empty line before it a line without a mark would go on with the item above.
            if (text.Length > 0)
                text.Append(item.Problems.Any(p => p.Kind == BatchItemProblemKind.Unmarked) ? "\n\n" : "\n");
            text.Append(item.Original);
        }

        return text.ToString();
    }

    private static bool IsSkipped(BatchBlock block) => block.Kind is BatchBlockKind.Heading or BatchBlockKind.Done;

    private static BatchItem Item(string text, BatchBlock block, DateOnly today)
    {
        var content = block.Text(text);
        var task = TaskSentence.Read(content, today);
        List<BatchItemProblem> problems = [];
        if (block.Kind == BatchBlockKind.Loose)
            problems.Add(new(BatchItemProblemKind.Unmarked, []));
        var length = task.Subject.EnumerateRunes().Count();
        if (length == 0)
            problems.Add(new(BatchItemProblemKind.SubjectEmpty, []));
        if (length > LongestSubject)
            problems.Add(new(BatchItemProblemKind.SubjectTooLong, [length.ToString(CultureInfo.InvariantCulture)]));
        if (task.Assignees.Count > 1)
            problems.Add(new(BatchItemProblemKind.SeveralAssignees, task.Assignees));
        if (task.Dates.Count > 1)
            problems.Add(new(BatchItemProblemKind.SeveralDates, [.. task.Dates.Select(AsTyped)]));
        foreach (var date in task.Dates)
        {
            if (Problem(date, today) is { } kind)
                problems.Add(new(kind, [AsTyped(date)]));
        }

        return new(
            block.Lines[0].Number,
            block.Lines[^1].Number,
            block.Original(text),
            task.Subject,
            task.Assignees is [var login] ? login : null,
            task.Dates is [var due] ? due.Reading.Value : null,
            problems);

        string AsTyped(FoundDate date) => content.Substring(date.Start, date.Length);
    }

    private static BatchItemProblemKind? Problem(FoundDate date, DateOnly today) => date.Reading switch
    {
        { Problem: ReadingProblem.Ambiguous } => BatchItemProblemKind.DateAmbiguous,
        { Value: null } => BatchItemProblemKind.DateUnreal,
        { Value: var day } when day < today => BatchItemProblemKind.DatePast,
        _ => null,
    };
}
