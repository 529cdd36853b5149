using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Links;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>The database can't be used for a while, in the middle of something: people are told, and what was begun goes on.</summary>
public sealed class StoreAwayTests
{
    private const string Away = "не может обратиться к своей базе данных";

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    public static TheoryData<string> Kinds => StoreUnderTest.Kinds;

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_conversation_goes_on_as_it_was(string kind)
    {
        await using var store = await StoreUnderTest.OfAsync(kind);
        await using var office = await Office.OpenAsync(store.In);
        var talk = new Conversation(office, office.Ivan);
        var subject = $"Пересчитать стулья {_unique}";
        await talk.PlayAsync(["создать", subject]);

        MattermostPost said;
        await using (await store.TakeAwayAsync())
        {
            await talk.PressAsync("Пропустить");
            await office.UntilAsync(w => w.EphemeralsFor(office.Ivan).Any(p => p.Message.Contains(Away, StringComparison.Ordinal)));
            said = office.World.PostAs(office.Ivan, talk.Channel, "Все до одного");
            if (store.CanBeRead)
                await office.UntilAsync(_ => talk.HasSaid(Away));
        }

        // What the person was told has not been taken they say again.
        while (await office.DoneAsync(said) == LinkOutcome.Refused)
            said = office.World.PostAs(office.Ivan, talk.Channel, "Все до одного");
        await talk.PlayAsync(["bob", "пропустить", "да"]);

        await office.UntilAsync(_ => talk.HasSaid("Создана задача"));
        var ticket = Assert.Single(office.TicketsWith(_unique));
        Assert.Equal(subject, ticket.Subject);
        Assert.StartsWith("Все до одного", ticket.Description, StringComparison.Ordinal);
        Assert.Equal("bob", office.RedmineWorld.Data.Users[ticket.AssignedToId!.Value].Login);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_confirmed_meanwhile_is_not_begun_and_can_be_confirmed_again(string kind)
    {
        await using var store = await StoreUnderTest.OfAsync(kind);
        await using var office = await Office.OpenAsync(store.In);
        var talk = new Conversation(office, office.Ivan);
        await talk.PlayAsync([$"Пересчитать стулья {_unique} @bob завтра"]);

        await using (await store.TakeAwayAsync())
        {
            await talk.PressAsync("Создать");
            await office.UntilAsync(w => w.EphemeralsFor(office.Ivan).Any(p => p.Message.Contains(Away, StringComparison.Ordinal)));
        }

        Assert.Empty(office.TicketsWith(_unique));
        Assert.Contains("Создать", talk.Buttons());
        // As people do who were told to try again.
        await Look.UntilAsync(
            async () =>
            {
                if (talk.Buttons().Contains("Создать"))
                    await talk.PressAsync("Создать");
                return talk.HasSaid("Создана задача");
            },
            Office.Patience);
        Assert.Single(office.TicketsWith(_unique));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_list_is_finished_by_itself_and_each_line_is_there_once(string kind)
    {
        await using var store = await StoreUnderTest.OfAsync(kind);
        using var log = new RecordedLog();
        await using var office = await Office.OpenAsync(
            s => store.In(s) with { Settle = TimeSpan.FromSeconds(2) }, services: s => s.AddSingleton<ILoggerProvider>(log));
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([string.Join('\n', Enumerable.Range(1, 8).Select(i => $"{i}. Task {i} {_unique}")), "demo"]);
        var third = new TaskCompletionSource();
        office.Redmine.Faults.Inject(r => r.Method == "POST" && office.TicketsWith(_unique).Count == 2, new Fault.Hold(third.Task), times: 1);
        await talk.PressAsync("Create all 8");
        await Look.UntilAsync(() => office.TicketsWith(_unique).Count == 2, Office.Patience);

        await using (await store.TakeAwayAsync())
        {
            third.SetResult();
            await log.LineAsync("has stopped; it rests");
        }

        await office.UntilAsync(_ => talk.HasSaid("8 tickets created in Demo"));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"Task {i} {_unique}"), office.TicketsWith(_unique).Select(t => t.Subject));
    }
}
