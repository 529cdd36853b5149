using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Faults;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Talks;

/// <summary>Conversations outlive the bridge, and a long pause.</summary>
public sealed class RestartTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public async Task A_conversation_goes_on_where_it_was(int snapshotEvery)
    {
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton(new SessionSettings(Language.English) { SnapshotEvery = snapshotEvery }));
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync(["new", "demo", $"Count the chairs {_unique}"]);
        // An older one is deleted once the next one is there.
        await Look.UntilAsync(async () => await office.CountAsync("SELECT COUNT(*) FROM snapshot") == (snapshotEvery == 2 ? 1 : 0), Office.Patience);
        await office.StopBridgeAsync();
        var answer = office.World.PostAs(office.Alice, talk.Channel, "All of them");
        await office.StartBridgeAsync();
        await office.DoneAsync(answer);

        await talk.PlayAsync(["bob", "skip", "yes"]);

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.StartsWith("All of them", Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject.EndsWith(_unique, StringComparison.Ordinal)).Description, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_consent_that_is_read_an_hour_later_is_asked_for_again(string database)
    {
        var clock = new LaterClock();
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In, services: s => s.AddSingleton<TimeProvider>(clock));
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} tomorrow", "demo"]);
        await office.StopBridgeAsync();
        var yes = office.World.PostAs(office.Alice, talk.Channel, "yes");
        clock.Later = TimeSpan.FromHours(1);
        await office.StartBridgeAsync();
        await office.DoneAsync(yes);

        Assert.True(talk.HasSaid("Your answer reached me late"));
        Assert.DoesNotContain(office.RedmineWorld.Data.Issues.Values, i => i.Subject.EndsWith(_unique, StringComparison.Ordinal));
        await talk.PressAsync("Create");
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject.EndsWith(_unique, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_left_for_a_day_is_offered_with_the_next_one_and_goes_on()
    {
        var clock = new LaterClock();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} in 10 days", "demo"]);
        clock.Later = TimeSpan.FromHours(25);
        await talk.PlayAsync(["bob"]);
        Assert.Contains("Create a ticket", talk.Buttons());

        await talk.PlayAsync(["Water the plants in 10 days"]);
        Assert.True(talk.HasSaid("You have an unfinished ticket: Count the chairs"));
        await talk.PressAsync("Go on with it");
        await office.UntilAsync(_ => talk.HasSaid($"New ticket: Count the chairs {_unique}"));
        await office.DoneAsync(office.World.PostAs(office.Alice, talk.Channel, "skip"));
        await talk.PressAsync("Create");

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject.EndsWith(_unique, StringComparison.Ordinal));
        Assert.DoesNotContain(office.RedmineWorld.Data.Issues.Values, i => i.Subject == "Water the plants");
    }

    [Fact]
    public async Task A_form_that_is_sent_a_day_too_late_goes_on_as_a_draft()
    {
        var clock = new LaterClock();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        await office.CommandsAreThereAsync();
        var talk = new Conversation(office, office.Alice);
        var dialog = await office.DialogAsync(office.Alice, $"/redmine new Count the chairs {_unique}");
        clock.Later = TimeSpan.FromHours(25);
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new() { ["project"] = dialog.Element("project").Options[0].Value, ["description"] = "All of them" });

        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await office.UntilAsync(_ => talk.HasSaid($"New ticket: Count the chairs {_unique}"));
        Assert.True(talk.HasSaid("Description: All of them"));
        await talk.PressAsync("Create");
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject.EndsWith(_unique, StringComparison.Ordinal));
    }

    /// <summary>Real time, and an hour or a day more.</summary>
    private sealed class LaterClock : TimeProvider
    {
        private long _later;

        public TimeSpan Later
        {
            set => Interlocked.Exchange(ref _later, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _later));
    }
}
