using System.Text.Json.Nodes;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>
/// A person who makes tickets in every way there is. Whoever gets no answer, or one that it could not be done, does it again; what stands
/// in the conversation decides what is said next.
/// </summary>
internal sealed class Worker(Office office, MattermostUser person, Chance chance, TicketBook book)
{
    /// <summary>The longest wait for one answer, with a few deaths in between; then something is lost.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2.5);

    /// <summary>After so long a silence people say it again.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);

    private readonly MattermostChannel _direct = office.Direct(person);
    private string[] _subjects = [];
    private string _heard = "";

    /// <summary>Everybody's first ticket names the project; from then on it is known.</summary>
    public static async Task FirstTicketsAsync(Office office)
    {
        foreach (var person in new[] { office.Alice, office.Bob, office.Ivan })
        {
            await new Conversation(office, person).PlayAsync(["The first one in 9 days, in project Demo", "yes"]);
            await office.UntilAsync(_ => office.DirectMessages(person).Any(p => p.Message.Contains("/issues/", StringComparison.Ordinal)));
        }
    }

    /// <summary>So many tickets, and perhaps a draft that comes to nothing.</summary>
    public async Task MakeAsync(int tickets)
    {
        if (chance.OneIn(8))
            await GoAsync("dropped", TalkAsync(New(1)[0], isDropped: true));
        var subjects = New(tickets);
        await (subjects.Length > 1 ? GoAsync("lists", PasteListAsync(subjects))
            : chance.OneIn(3) ? GoAsync("sentences", SayInOneSentenceAsync(subjects[0]))
            : chance.OneIn(2) ? GoAsync("forms", FillFormAsync(subjects[0]))
            : GoAsync("talks", TalkAsync(subjects[0], isDropped: false)));
    }

    private async Task GoAsync(string way, Task going)
    {
        try
        {
            await going;
            book.Count(way);
        }
        catch (TimeoutException)
        {
            MattermostPost[] all = [.. office.World.PostsIn(_direct)];
            var said = all.SkipLast(14).Where(p => Has(p, "cancel")).Concat(all.TakeLast(14))
                .Select(p => $"{(p.UserId == person.Id ? person.Username : "bot")} {p.Id}: {p.Message} {string.Join(' ', Controls.Of(p).Select(a => $"[{a["id"]}]"))}");
            var inRedmine = new List<string>();
            foreach (var subject in _subjects)
                inRedmine.Add($"{subject}: {await book.InRedmineAsync(subject)} in Redmine, {(book.IsConfirmed(subject) ? "confirmed" : "not confirmed")}");
            Assert.Fail($"{way}: nothing more came in {Longest}:\n{string.Join('\n', [.. inRedmine, .. said])}\nThe last answer to a command, form or button: {_heard}\n---\n{book.State()}");
        }
    }

    private async Task SayInOneSentenceAsync(string subject)
    {
        // Where a question stood, of something that was said twice before, the sentence was taken for its answer.
        var tries = 0;
        var card = await AskForAsync(
            () => ++tries % 2 == 0 && IsAsked() ? SayAsync("cancel", "отмена") : SayAsync($"{subject} in 9 days", $"{subject} через 9 дней"), IsCard);
        if (chance.OneIn(4))
        {
            // Changed before it is confirmed: a step more to be killed in.
            await AskForAsync(() => SayAsync("change due in 10 days", "перенеси на через 10 дней"), p => p.Id != card.Id && IsCard(p));
        }

        book.Confirm([subject]);
        // This draft, and no other: whoever said the sentence twice may have a second one of it by now.
        var draft = DraftOf(LastCard());
        await AskForAsync(
            async () =>
            {
                if (DraftOf(LastCard()) != draft)
                    return;
                if (chance.OneIn(2))
                    Say("yes", "да");
                else
                    await PressLastAsync(IsCard, "create");
            },
            p => IsResult(p, subject));

        MattermostPost? LastCard() => office.DirectMessages(person).LastOrDefault(IsCard);

        bool IsCard(MattermostPost post) => post.Message.Contains(subject, StringComparison.Ordinal) && Has(post, "create");

        bool IsAsked() => office.DirectMessages(person).LastOrDefault(p => Has(p, "cancel")) is { } last && !Has(last, "create");
    }

    private async Task PasteListAsync(string[] subjects)
    {
        await AskForAsync(() => SayAsync(string.Join('\n', subjects.Select((s, i) => $"{i + 1}. {s}{(chance.OneIn(2) ? " in 9 days" : "")}"))), IsPreview);
        book.Confirm(subjects);
        // That which is confirmed, and no other: a list that was pasted twice is two lists.
        var preview = office.DirectMessages(person).Last(IsPreview).Id;
        await AskForAsync(
            () => PressLastAsync(p => p.Id == preview && IsPreview(p), "create"),
            p => p.Id == preview && subjects.All(s => IsResult(p, s)));

        bool IsPreview(MattermostPost post) => post.Message.Contains(subjects[^1], StringComparison.Ordinal) && Has(post, "create");
    }

    /// <summary>Says or does it, and again when what was wanted does not come: it may have been refused, since something was away.</summary>
    private async Task<MattermostPost> AskForAsync(Func<Task> ask, Func<MattermostPost, bool> isWanted)
    {
        await AgainAsync(
            async () =>
            {
                await ask();
                return await WithinAsync(Silence * 2, _ => office.DirectMessages(person).Any(isWanted));
            },
            Longest * 2);
        return office.DirectMessages(person).Last(isWanted);
    }

    /// <summary>Nobody may be there to hear it.</summary>
    private async Task PressLastAsync(Func<MattermostPost, bool> which, string action)
    {
        if (office.DirectMessages(person).LastOrDefault(which) is { } post)
            await TryAsync(() => office.Mattermost.PressAs(person, post, action));
    }

    private async Task FillFormAsync(string subject)
    {
        var channel = office.World.Channel("dev");
        OpenedDialog? form = null;
        await AgainAsync(async () =>
        {
            if (await TryAsync(async () => _heard = (await office.Mattermost.ExecuteCommandAs(person, channel, $"/redmine new {subject}")).Text))
                await WithinAsync(Silence, _ => Form() is not null);
            return (form = Form()) is not null;
        });

        book.Confirm([subject]);
        var isTaken = false;
        await AgainAsync(async () =>
        {
            // Some send it once more though it was taken: they did not see that.
            await TryAsync(async () =>
            {
                var answer = await office.Mattermost.SubmitDialogAs(person, channel, form!, new JsonObject { ["done_ratio"] = "30" });
                _heard = answer.Json.ToJsonString();
                isTaken |= answer is { Errors.Count: 0, Error: "", Next: null };
            });
            return isTaken && !chance.OneIn(3);
        });
        await AgainAsync(async () => await book.InRedmineAsync(subject) > 0);

        OpenedDialog? Form() => office.World.DialogsFor(person).LastOrDefault(d => d.Element("subject").Default == subject);
    }

    /// <summary>Question by question, until there is a ticket, or nothing any more: a dozen answers, each with a death or two before it.</summary>
    private async Task TalkAsync(string subject, bool isDropped)
    {
        var (isConfirmed, isCancelled, silences) = (false, false, 0);
        var first = Say("new", "создать");
        var before = "";
        await AgainAsync(async () =>
        {
            var isSilent = !await WithinAsync(Silence, _ => Said() != before);
            if (isSilent && !isConfirmed && Standing() is null)
            {
                // The question may have got lost, or the first word was refused.
                book.Count("silences");
                before = Said();
                Say(silences++ % 2 == 0 ? "show" : "new");
                return false;
            }

            if (office.DirectMessages(person).Any(p => IsResult(p, subject)))
                return true;
            before = Said();
            if (Standing() is { } card)
                await AnswerAsync(card);
            return isCancelled && Standing() is null;
        }, Longest * 4);

        IEnumerable<MattermostPost> Since() => office.World.PostsIn(_direct).SkipWhile(p => p.Id != first.Id).Where(p => p.UserId == office.Bot.Id);

        MattermostPost? Standing() => Since().LastOrDefault(p => Has(p, "cancel"));

        string Said() => string.Join('\n', Since().Select(p => $"{p.Id} {p.UpdateAt}"));

        async Task AnswerAsync(MattermostPost card)
        {
            var isSummary = Has(card, "create");
            if (isDropped && (isSummary || chance.OneIn(4)))
            {
                isCancelled = true;
                await SayOrPressAsync(card, "cancel", "cancel", "отмена");
            }
            else if (!isConfirmed && chance.OneIn(5))
            {
                Say("back", "назад", "show", "показать");
            }
            else if (isSummary && !card.Message.Split('\n')[0].Contains(subject, StringComparison.Ordinal))
            {
                // What was said twice has become the answer to something else.
                Say($"change subject {subject}");
            }
            else if (isSummary)
            {
                if (!isConfirmed)
                    book.Confirm([subject]);
                isConfirmed = true;
                await SayOrPressAsync(card, "create", "yes", "да");
            }
            else if (!Has(card, "skip"))
            {
                // The only one that can't be left out.
                Say(subject);
            }
            else if (chance.OneIn(2))
            {
                await SayOrPressAsync(card, "skip", "skip", "пропустить");
            }
            else if (Has(card, "person"))
            {
                await SayOrPressAsync(card, $"person={office.Bob.Id}", "me", "@bob");
            }
            else
            {
                // A day, and as good a description as any.
                Say("in 9 days", "через 9 дней");
            }
        }
    }

    private string[] New(int subjects) => _subjects = [.. Enumerable.Range(0, subjects).Select(_ => book.Subject())];

    private MattermostPost Say(params string[] words) => office.World.PostAs(person, _direct, chance.OneOf(words));

    private Task SayAsync(params string[] words) => Task.FromResult(Say(words));

    private async Task SayOrPressAsync(MattermostPost post, string action, params string[] words)
    {
        if (chance.OneIn(2))
            Say(words);
        else if (action.Split('=') is [var name, .. var value])
            await TryAsync(() => office.Mattermost.PressAs(person, office.World.Post(post.Id), name, value is [var selected] ? selected : ""));
    }

    private async Task<bool> WithinAsync(TimeSpan time, Func<MattermostWorld, bool> condition)
    {
        try
        {
            await office.World.WaitAsync(condition, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <param name="within">The longest wait for one answer, where nothing else is said.</param>
    private static Task AgainAsync(Func<Task<bool>> isDone, TimeSpan? within = null) => Look.UntilAsync(isDone, within ?? Longest, every: 300);

    /// <summary>False when the bridge is dead, or was just killed.</summary>
    private async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (MattermostRefusalException refusal)
        {
            _heard = $"{refusal.Id} {refusal.Message} {refusal.Detail}";
            return false;
        }
    }

    /// <summary>The questions of one draft are numbered.</summary>
    private static string? DraftOf(MattermostPost? card) => card is not null && Controls.MarkOf(card) is { } mark ? mark[..mark.LastIndexOf('-')] : null;

    private static bool IsResult(MattermostPost post, string subject) =>
        post.Message.Contains(subject, StringComparison.Ordinal) && post.Message.Contains("/issues/", StringComparison.Ordinal);

    private static bool Has(MattermostPost post, string action) => Controls.Of(post).Any(a => (string?)a["id"] == action);
}
