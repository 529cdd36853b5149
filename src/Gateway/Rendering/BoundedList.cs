using System.Text;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>As many lines as there is room for.</summary>
internal static class BoundedList
{
    /// <summary>The same below a head, which is left out when there is no room for anything below it.</summary>
    public static string Write(string head, IReadOnlyList<string> lines, int room, Func<int, string> more)
    {
        var left = room - MarkdownText.Runes(head);
        var list = lines.Count == 0 ? "" : Write(lines, left, more);
        return list.Length > 0 ? head + list : lines.Count > 0 && MarkdownText.Runes(more(lines.Count)) <= room ? more(lines.Count) : "";
    }

    /// <param name="lines">Each with its own end of line.</param>
    /// <param name="room">In Unicode code points.</param>
    /// <param name="more">What stands for so many lines that are left out.</param>
    public static string Write(IReadOnlyList<string> lines, int room, Func<int, string> more)
    {
        var lengths = lines.Select(MarkdownText.Runes).ToArray();
        if (lengths.Sum() <= room)
            return string.Concat(lines);

        var text = new StringBuilder();
        var used = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            // The note gets no longer when it stands for fewer lines.
            var note = more(lines.Count - i);
            if (used + lengths[i] + MarkdownText.Runes(note) > room)
                return used + MarkdownText.Runes(note) <= room ? text.Append(note).ToString() : text.ToString();
            text.Append(lines[i]);
            used += lengths[i];
        }

        return text.ToString();
    }
}
