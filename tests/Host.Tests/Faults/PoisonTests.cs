using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>Something that one person sends makes our code fail: it is set aside, and nothing else takes notice.</summary>
public sealed class PoisonTests
{
    private const string Poison = "poison";

    [Fact]
    public async Task A_post_that_makes_its_authors_session_fail_is_set_aside_and_all_others_are_linked_at_once()
    {
        using var log = new RecordedLog();
        await using var office = await Office.OpenAsync(services: s => s
            .AddSingleton<ILoggerProvider>(log)
            .AddSingleton(new ListenerOptions { References = text => text.Contains(Poison, StringComparison.Ordinal) ? new PoisonedTickets() : References.Tickets(text) }));
        var begun = TimeProvider.System.GetTimestamp();
        List<MattermostPost> good = [];
        MattermostPost? bad = null;
        for (var i = 0; i < 20; i++)
        {
            if (i == 10)
                bad = office.Write(office.Alice, $"{Poison} #t1");
            good.Add(office.Write(office.Alice, $"{i}: #t1"));
            good.Add(office.Write(office.Bob, $"{i}: #t10"));
        }

        Assert.Equal(LinkOutcome.SetAside, await office.DoneAsync(bad!));
        foreach (var post in good)
            Assert.EndsWith("/issues/" + (post.UserId == office.Alice.Id ? "1)" : "10)"), await office.ChangedAsync(post), StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, new InboxBounds().ResendAfter);
        Assert.Equal($"{Poison} #t1", office.World.Post(bad!.Id).Message);
        await log.LineAsync($"Post {bad.Id} is set aside");
        Assert.DoesNotContain(log.Lines, l => l.Contains($"session of {office.Bob.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_and_makes_the_session_fail_is_answered_once_and_the_conversation_goes_on()
    {
        using var log = new RecordedLog();
        PoisonedChannels channels = new();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<ILoggerProvider>(log).AddSingleton<IChannelProjects>(channels));
        var talk = new Conversation(office, office.Ivan);
        channels.Poisoned = talk.Channel.Id;

        var bad = office.World.PostAs(office.Ivan, talk.Channel, "создать: Починить кран");
        var next = office.World.PostAs(office.Ivan, talk.Channel, "помощь");

        Assert.Equal(LinkOutcome.SetAside, await office.DoneAsync(bad));
        Assert.Equal(LinkOutcome.Nothing, await office.DoneAsync(next));
        Assert.Equal(2, office.DirectMessages(office.Ivan).Count);
        Assert.Single(office.DirectMessages(office.Ivan), p => p.Message.Contains("У меня что-то сломалось", StringComparison.Ordinal) && p.Message.Contains($"`{bad.Id}`", StringComparison.Ordinal));
        await log.LineAsync($"Post {bad.Id} is set aside");
    }

    [Fact]
    public async Task A_command_that_makes_the_session_fail_is_answered_and_what_was_typed_is_kept()
    {
        using var log = new RecordedLog();
        PoisonedChannels channels = new();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<ILoggerProvider>(log).AddSingleton<IChannelProjects>(channels));
        await office.CommandsAreThereAsync();
        channels.Poisoned = office.World.Channel("dev").Id;

        var answer = await office.TypeAsync(office.Alice, "/redmine new Fix the tap");

        Assert.Contains("Something broke in me just now", answer, StringComparison.Ordinal);
        Assert.Contains("Fix the tap", answer, StringComparison.Ordinal);
        var fault = (await log.LineAsync("has failed on OpenForm")).Split("fault ")[1].Split('\n')[0];
        Assert.Contains($"`{fault}`", answer, StringComparison.Ordinal);
        Assert.Contains("Your open tickets", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
    }

    private sealed class PoisonedTickets : IReadOnlyList<TicketId>
    {
        public int Count => 1;

        public TicketId this[int index] => throw new InvalidOperationException(Poison);

        public IEnumerator<TicketId> GetEnumerator() => throw new InvalidOperationException(Poison);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class PoisonedChannels : IChannelProjects
    {
        private volatile string? _poisoned;

        public string? Poisoned { set => _poisoned = value; }

        public Task<int?> FindAsync(ChannelId channel, CancellationToken cancellation) =>
            channel.Value == _poisoned ? throw new InvalidOperationException(Poison) : Task.FromResult<int?>(null);

        public Task SetAsync(ChannelId channel, int? project, CancellationToken cancellation) => Task.CompletedTask;
    }
}
