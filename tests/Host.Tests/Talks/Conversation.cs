using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Talks;

/// <summary>
/// A person's direct message with the bot, played from a script and written down like a chat. What a run makes anew (days, numbers,
/// addresses) has names in it: <c>{+1}</c> is tomorrow.
/// </summary>
internal sealed partial class Conversation(Office office, MattermostUser person)
{
    private const string Presses = "presses ";

    private readonly DateOnly _today = DateOnly.FromDateTime(office.World.Time.GetUtcNow().UtcDateTime);
    private readonly StringBuilder _written = new();
    private readonly Dictionary<string, string> _shown = [];
    private readonly MattermostChannel _channel = office.Direct(person);

    public MattermostChannel Channel => _channel;

    public string Written => _written.ToString();

    /// <param name="script">Lines of the person's; what the bot says in between is left out.</param>
    public async Task PlayAsync(IEnumerable<string> script)
    {
        foreach (var line in script)
            await DoAsync(line);
    }

    /// <summary>Plays the person's part of a transcript, each line of it once all is there that stands before.</summary>
    public async Task FollowAsync(string transcript)
    {
        foreach (var (line, upTo) in ScriptOf(transcript))
            await DoAsync(line, transcript[..upTo]);
    }

    /// <summary>The same, whatever the bot says: how a transcript is made anew.</summary>
    public Task PlayPartOfAsync(string transcript) => PlayAsync(ScriptOf(transcript).Select(s => s.Line));

    /// <summary>The lines of a transcript that the person says or does, and where the next one begins.</summary>
    private List<(string Line, int UpTo)> ScriptOf(string transcript)
    {
        var script = new List<(string Line, int UpTo)>();
        var (line, at) = ("", 0);
        foreach (var next in transcript.Split('\n'))
        {
            var isMine = next.StartsWith(person.Username + ": ", StringComparison.Ordinal) || next.StartsWith(person.Username + " " + Presses, StringComparison.Ordinal);
            if (next.StartsWith("  ", StringComparison.Ordinal) && line.Length > 0)
            {
                line += "\n" + next[2..];
            }
            else
            {
                Add();
                line = isMine ? next[(person.Username.Length + 1)..].TrimStart() : "";
            }

            if (isMine && script.Count > 0)
                script[^1] = (script[^1].Line, at);
            at += next.Length + 1;
        }

        Add();
        return script;

        void Add()
        {
            if (line.Length > 0)
                script.Add((line, transcript.Length));
        }
    }

    /// <param name="expected">All that is written then; null: it isn't known.</param>
    private async Task DoAsync(string line, string? expected = null)
    {
        var before = Seen();
        if (line.StartsWith(Presses, StringComparison.Ordinal))
        {
            var (button, selected) = line[Presses.Length..].Split(" = ") is [var name, var value] ? (name, value) : (line[Presses.Length..], "");
            _written.Append(person.Username).Append(' ').Append(line).Append('\n');
            await PressAsync(button, selected);
            // A press is answered before anything of it is to be seen.
            await office.UntilAsync(_ => Seen() != before);
        }
        else
        {
            _written.Append(person.Username).Append(": ").Append(line.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
            var post = office.World.PostAs(person, _channel, Days().Replace(line, m => Day(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))));
            await office.DoneAsync(post);
        }

        if (expected is not null)
            await Look.UntilAsync(() => _written + News() == expected, Office.Patience, seen: () => _written + News());
        await QuietAsync();
        WriteNews();
    }

    /// <summary>The last post with such a button.</summary>
    public Task PressAsync(string button, string selected = "")
    {
        var (post, action) = Actions().Last(a => (string)a.Action["name"]! == button);
        var value = selected.Length == 0 ? ""
            : action["options"]?.AsArray().FirstOrDefault(o => (string)o!["text"]! == selected) is { } option ? (string)option["value"]!
            : office.World.Users.FirstOrDefault(u => u.Username == selected)?.Id ?? selected;
        return office.Mattermost.PressAs(person, post, (string)action["id"]!, value);
    }

    public IEnumerable<string> Buttons() => Actions().Select(a => (string)a.Action["name"]!);

    public bool HasSaid(string text) => office.DirectMessages(person).Any(p => p.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>The bot has answered: what was said is done with, and nothing was written for a while.</summary>
    private Task QuietAsync() => Office.QuietAsync(Seen, looks: 6, isUnderWay: now => now.Contains('░', StringComparison.Ordinal));

    private string Seen() => string.Join('\n', office.DirectMessages(person).Select(Shown));

    private void WriteNews()
    {
        _written.Append(News());
        foreach (var post in office.DirectMessages(person))
            _shown[post.Id] = Shown(post);
    }

    /// <summary>What isn't written yet.</summary>
    private string News()
    {
        var news = new StringBuilder();
        foreach (var post in office.DirectMessages(person))
        {
            var shown = Shown(post);
            if (_shown.GetValueOrDefault(post.Id) == shown)
                continue;
            news.Append(_shown.ContainsKey(post.Id) ? "bot changes that to: " : "bot: ").Append(shown.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
        }

        return news.ToString();
    }

    private string Shown(MattermostPost post)
    {
        // Without what keeps it from being formatted.
        var text = Times().Replace(post.Message.Replace("\u200b", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal), "{time}");
        text = Dates().Replace(text, m => Named(m.Value));
        text = Addresses().Replace(Numbers().Replace(text, "#N"), "(…)");
        var controls = Controls.Of(post).Select(a => (string)a["type"]! == "select" ? $"{(string)a["name"]!} ▾" : (string)a["name"]!).ToArray();
        return controls.Length == 0 ? text : $"{text}\n[{string.Join("] [", controls)}]";
    }

    private IEnumerable<(MattermostPost Post, JsonObject Action)> Actions() =>
        office.DirectMessages(person).SelectMany(post => Controls.Of(post).Select(action => (post, action)));

    /// <summary>A day within a month by how far away it is.</summary>
    private string Named(string day)
    {
        if (!DateOnly.TryParseExact(day, ["yyyy-MM-dd", "dd.MM.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return day;
        var days = date.DayNumber - _today.DayNumber;
        return Math.Abs(days) > 31 ? day : days < 0 ? $"{{{days}}}" : $"{{+{days}}}";
    }

    private string Day(int days) => _today.AddDays(days).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d")]
    private static partial Regex Times();

    /// <summary>But for the day that a sentence has for an example.</summary>
    [GeneratedRegex(@"(?<!like |День: |так: )(\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4})")]
    private static partial Regex Dates();

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\(http[^)]*\)")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\{\+(\d+)\}")]
    private static partial Regex Days();
}
