using System.Text.RegularExpressions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Floods;
using RedmineBridge.Host.Tests.Kills;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Storms;

/// <summary>
/// People write, edit, ask and create while one thing after another goes wrong. When it is over, both servers must have what they shall have.
/// </summary>
internal sealed partial class Storm(Office office, Crowd crowd, TicketBook book, Weather weather, int seed, IReadOnlyList<int> tickets)
{
    /// <summary>When nothing is wrong any more, all links are there within this time.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    private static readonly string[] StillWorking = [.. Enum.GetValues<Language>().Select(l => Sentences.In(l)["StillWorking"])];

    private int _commands;
    private int _answers;

    /// <summary>What was done, for the log.</summary>
    public string Summary => $"{crowd.Written} posts, {_answers} of {_commands} commands answered; {weather.Summary}";

    public async Task RunAsync(TimeSpan duration)
    {
        book.State = () => $"{Summary}\n{weather.Log}";
        using var over = new CancellationTokenSource();
        await weather.BeginAsync();
        try
        {
            Task[] people =
            [
                .. crowd.Names.Select((name, number) => WriteAsync(office.World.User(name), new(seed + 100 + number), over.Token)),
                .. new[] { office.Alice, office.Bob, office.Ivan }.Select((person, number) => CreateAsync(person, new(seed + 10 + number), over.Token)),
            ];
            await weather.RageAsync(duration);
            await over.CancelAsync();
            await weather.CalmDownAsync();
            await Task.WhenAll(people);
            await AllIsDoneAsync();
        }
        finally
        {
            await over.CancelAsync();
            await weather.EndAsync();
        }
    }

    private async Task AllIsDoneAsync()
    {
        try
        {
            await crowd.LinkedAsync(office, Calm);
        }
        catch (TimeoutException)
        {
            var all = crowd.Left(office);
            var left = new List<string>();
            foreach (var note in all.Take(8))
            {
                var ended = await office.TextAsync($"SELECT group_concat(outcome || ' ' || edit_at || ' at ' || at) FROM link_ledger WHERE post_id = '{note.Post.Id}'");
                var cursor = await office.TextAsync($"SELECT update_at FROM channel_cursor WHERE channel_id = '{note.Post.ChannelId}'");
                left.Add($"{note.Post.Id} of {note.Post.CreateAt} in {note.Channel}, cursor {cursor}, ledger {ended}: {office.World.Post(note.Post.Id).Message}\n  shall be {note.Expected}");
            }

            Assert.Fail($"{all.Count} not linked {Calm} after the storm:\n{string.Join('\n', left)}\n---\n{book.State()}");
        }

        crowd.AssertEachOnce(office);
        await office.UntilHeardAsync(() => office.GetAsync("metrics"), async answer => !Unfinished().IsMatch(await answer.Content.ReadAsStringAsync()));
        Assert.Equal(_commands, _answers);
        // What the bot has written is there once, however often it tried.
        var twice = office.World.Channels.SelectMany(c => office.World.PostsIn(c).Where(p => p.UserId == office.Bot.Id && Controls.MarkOf(p) is not null)
                .GroupBy(p => Controls.MarkOf(p)).Where(g => g.Count() > 1))
            .Select(g => $"{g.Key} stands there {g.Count()} times: {string.Join(", ", g.Select(p => $"{p.Id} of {DateTimeOffset.FromUnixTimeMilliseconds(p.CreateAt):HH:mm:ss.fff} ({p.Message})"))}").ToArray();
        Assert.True(twice.Length == 0, $"{string.Join("\n", twice)}\n---\n{book.State()}");
    }

    private async Task CreateAsync(MattermostUser person, Chance chance, CancellationToken over)
    {
        var worker = new Worker(office, person, chance, book);
        while (!over.IsCancellationRequested)
            await worker.MakeAsync(chance.OneIn(3) ? 5 : 1);
    }

    private async Task WriteAsync(MattermostUser person, Chance chance, CancellationToken over)
    {
        var mine = new List<Crowd.Note>();
        for (var n = 1; !over.IsCancellationRequested; n++)
        {
            switch (chance.OneOf("ticket", "ticket", "ticket", "ticket", "talk", "edit", "delete", "command"))
            {
                case "ticket":
                    mine.Add(Write(person, chance, n, "{0}, {1}", mine));
                    break;
                case "talk":
                    mine.Add(Write(person, chance, n, chance.OneOf("nothing to see", "like `#t1`", "[here](https://example.org/#t1)"), mine));
                    break;
                // Only what the bridge has no business with any more: an edit in the one moment between its read and its write would be lost.
                case "edit" when mine.FindLast(m => m is { IsDeleted: false, OwnEdits: 0 } && m.IsDone(office.World)) is { } note:
                    note.OwnEdits++;
                    note.Links++;
                    var text = note.Expected;
                    note.Expected = $"{text} and {office.Link(tickets[2])}";
                    await office.EditAsync(person, note.Post, $"{text} and #t{tickets[2]}");
                    break;
                case "delete" when mine.FindLast(m => !m.IsDeleted) is { } note:
                    note.IsDeleted = true;
                    office.World.DeleteAs(person, office.World.Post(note.Post.Id));
                    break;
                case "command":
                    await AskAsync(person);
                    break;
            }

            await Task.Delay(chance.Pause(200, 2_000), CancellationToken.None);
        }
    }

    private Crowd.Note Write(MattermostUser person, Chance chance, int number, string text, IReadOnlyList<Crowd.Note> mine)
    {
        var thread = mine.Count > 0 && chance.OneIn(4) && mine[^1] is { IsDeleted: false, Post.RootId: "" } root ? root : null;
        var channel = thread?.Channel ?? chance.OneOf("room1", "room2", "room3", "room4");
        string With(Func<int, string> reference) => $"{person.Username} {number}: {text.Replace("{0}", reference(tickets[0]), StringComparison.Ordinal).Replace("{1}", reference(tickets[1]), StringComparison.Ordinal)}";
        return crowd.Write(office, person.Username, channel, With(t => $"#t{t}"), With(t => office.Link(t)), thread?.Post);
    }

    /// <summary>Whoever is told that the bridge has heard gets an answer, unless it dies before it could give one.</summary>
    private async Task AskAsync(MattermostUser person)
    {
        var deaths = weather.Deaths;
        var before = Heard(person);
        string answer;
        try
        {
            answer = (await office.Mattermost.ExecuteCommandAs(person, office.World.Channel("room1"), "/redmine mine")).Text;
        }
        catch (MattermostRefusalException)
        {
            // The person is told so.
            return;
        }

        Interlocked.Increment(ref _commands);
        try
        {
            if (StillWorking.Contains(answer))
                await office.World.WaitAsync(_ => weather.Deaths > deaths || Heard(person) > before, TimeSpan.FromMinutes(1));
            else
                Assert.NotEmpty(answer);
            Interlocked.Increment(ref _answers);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{person.Username} got no answer to a command.\n{book.State()}");
        }
    }

    private int Heard(MattermostUser person) => office.World.EphemeralsFor(person).Count + office.DirectMessages(person).Count;

    [GeneratedRegex("""^redminebridge_bridge_(posts_under_way|redmine_waiting)(\{.*\})? [^0]""", RegexOptions.Multiline)]
    private static partial Regex Unfinished();
}
