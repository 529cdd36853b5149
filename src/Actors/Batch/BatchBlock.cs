namespace RedmineBridge.Actors.Batch;

/// <summary>What lines of a pasted list are together.</summary>
internal enum BatchBlockKind
{
    Item,

    /// <summary>Belongs to no item, though other lines show what items look like.</summary>
    Loose,
    Heading,
    Done,
}

/// <summary>
/// Lines that belong together.
/// <list type="bullet">
/// <item>Where no line has a mark, each line that isn't empty is an item.</item>
/// <item>Otherwise a mark begins an item, at any indentation, and lines without one go on with it, up to an empty line.</item>
/// <item>Other lines (before the first mark, after an empty line) are headings if they end with a colon and a marked line follows, or
/// begin like Markdown's headings (which also end an item); else they are loose.</item>
/// <item>In a list without marks only its first lines can be headings, and its last line can't.</item>
/// </list>
/// </summary>
internal sealed record BatchBlock(BatchBlockKind Kind, IReadOnlyList<BatchLine> Lines)
{
    public static List<BatchBlock> Of(string text)
    {
        var lines = BatchLine.Of(text);
        return lines.Any(line => line.IsMarked) ? Marked(text, lines) : Unmarked(text, lines);
    }

    public string Original(string text) => text[Lines[0].Start..Lines[^1].End];

    /// <summary>In one line, without marks.</summary>
    public string Text(string text) =>
        string.Join(' ', Lines.Select(line => text[line.TextStart..line.End].TrimEnd()).Where(part => part.Length > 0));

    private static List<BatchBlock> Marked(string text, List<BatchLine> lines)
    {
        List<BatchBlock> blocks = [];
        List<BatchLine>? item = null;
        var lastMark = lines.FindLastIndex(line => line.IsMarked);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.IsMarked)
            {
                item = [line];
                blocks.Add(new(line.IsDone ? BatchBlockKind.Done : BatchBlockKind.Item, item));
            }
            else if (line.IsBlank(text))
            {
                item = null;
            }
            else if (item is not null && !line.IsHeading(text))
            {
                item.Add(line);
            }
            else
            {
                item = null;
                var isHeading = line.IsHeading(text) || (i < lastMark && line.EndsWithColon(text));
                blocks.Add(new(isHeading ? BatchBlockKind.Heading : BatchBlockKind.Loose, [line]));
            }
        }

        return blocks;
    }

    private static List<BatchBlock> Unmarked(string text, List<BatchLine> lines)
    {
        var filled = lines.Where(line => !line.IsBlank(text)).ToArray();
        var headings = filled.Take(filled.Length - 1).TakeWhile(line => line.EndsWithColon(text) || line.IsHeading(text)).Count();
        return [.. filled.Select((line, i) => new BatchBlock(i < headings ? BatchBlockKind.Heading : BatchBlockKind.Item, [line]))];
    }
}
