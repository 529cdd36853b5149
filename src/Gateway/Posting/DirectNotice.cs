using System.Globalization;
using System.Text;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Posting;

/// <summary>The text of a direct message: what is said, then a line for each post it is about.</summary>
internal static class DirectNotice
{
    private const string Cut = "…";

    /// <summary>What does not fit is cut: first whole lines (their number is told), then the text itself.</summary>
    /// <param name="maxRunes">In Unicode code points, as Mattermost counts.</param>
    public static string Write(Poster.TellPerson request, Func<PostId, string> permalink, int maxRunes)
    {
        var about = request.About.Count > 0 ? request.About : request.Context?.Root is { } root ? [new Poster.PostNote(root, "")] : [];
        var text = Shorten(request.Text, maxRunes);
        var result = new StringBuilder(text);
        var used = Length(text);
        for (var i = 0; i < about.Count; i++)
        {
            var line = $"\n- {permalink(about[i].Post)} {about[i].Note}".TrimEnd();
            var rest = Rest(about.Count - i - 1);
            if (used + Length(line) + Length(rest) > maxRunes)
            {
                rest = Rest(about.Count - i);
                return used + Length(rest) > maxRunes ? result.ToString() : result.Append(rest).ToString();
            }

            result.Append(line);
            used += Length(line);
        }

        return result.ToString();
    }

    public static string Shorten(string text, int maxRunes)
    {
        if (Length(text) <= maxRunes)
            return text;
        var kept = text.EnumerateRunes().Take(maxRunes - Cut.Length).Sum(r => r.Utf16SequenceLength);
        return text[..kept] + Cut;
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string Rest(int count) => count == 0 ? "" : $"\n{Cut} +{count.ToString(CultureInfo.InvariantCulture)}";
}
