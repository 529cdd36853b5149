using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>What comes twice, or from two devices in the same moment: one ticket, and whoever was too late hears so.</summary>
public sealed class TwiceTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [SkippableTheory]
    [InlineData("press", "press", "SQLite")]
    [InlineData("press", "yes", "SQLite")]
    [InlineData("yes", "press", "SQLite")]
    [InlineData("yes", "yes", "SQLite")]
    [InlineData("press", "press", "PostgreSQL")]
    [InlineData("press", "yes", "PostgreSQL")]
    public async Task A_draft_confirmed_twice_at_once_is_one_ticket(string first, string second, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var talk = await SummaryAsync(office);
        var press = Press(office, talk, "Create");

        await Task.WhenAll(ConfirmAsync(first), ConfirmAsync(second));

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.TicketsWith(_unique));
        Assert.Single(office.DirectMessages(office.Alice), p => p.Message.Contains("Created: ", StringComparison.Ordinal));

        async Task ConfirmAsync(string how)
        {
            if (how == "press")
                await SendAsync(office, press);
            else
                await office.DoneAsync(office.World.PostAs(office.Alice, talk.Channel, how));
        }
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_button_pressed_again_since_its_answer_was_lost_makes_no_second_ticket(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var talk = await SummaryAsync(office);
        var press = Press(office, talk, "Create");
        using (var line = new TcpClient())
        {
            await line.ConnectAsync(IPAddress.Loopback, office.BridgeUrl.Port);
            await line.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
                $"POST /mattermost/action HTTP/1.1\r\nHost: {office.BridgeUrl.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(press)}\r\n\r\n{press}"));
            await office.UntilAsync(_ => !talk.Buttons().Contains("Create"));
        }

        Assert.Equal("{}", await SendAsync(office, press));

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Equal("{}", await SendAsync(office, press));
        Assert.Single(office.TicketsWith(_unique));
    }

    [SkippableTheory]
    [InlineData("SQLite locked")]
    [InlineData("PostgreSQL locked")]
    public async Task A_button_pressed_again_while_the_first_press_is_written_down_makes_no_second_ticket(string kind)
    {
        // Where the machine is so slow that the database has been given up meanwhile, it was something else that was tried.
        var begun = TimeProvider.System.GetTimestamp();
        while (!await IsWrittenDownInTimeAsync(kind))
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Office.Patience);
    }

    /// <returns>False where the database was away for so long that the bridge may have given it up.</returns>
    private async Task<bool> IsWrittenDownInTimeAsync(string kind)
    {
        await using var store = await StoreUnderTest.OfAsync(kind);
        await using var office = await Office.OpenAsync(store.In);
        var talk = await SummaryAsync(office);
        var press = Press(office, talk, "Create");
        Task<string>[] presses;
        TimeSpan away;
        await using (await store.TakeAwayAsync())
        {
            var since = TimeProvider.System.GetTimestamp();
            presses = [SendAsync(office, press), SendAsync(office, press)];
            await office.UntilHeardAsync(() => office.GetAsync("metrics"), async r => Regex.IsMatch(await r.Content.ReadAsStringAsync(), """intent="MoveDraft"[^}]*} 2\b"""));
            away = TimeProvider.System.GetElapsedTime(since);
        }

        var answers = await Task.WhenAll(presses);
        if (away > TimeSpan.FromSeconds(1.5) && answers.Any(a => a != "{}"))
            return false;
        Assert.Equal(["{}", "{}"], answers);
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.TicketsWith(_unique));
        return true;
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Of_two_buttons_in_the_same_moment_one_is_the_answer_and_the_other_is_told(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync(["new"]);

        var answers = await Task.WhenAll(SendAsync(office, Press(office, talk, "Demo")), SendAsync(office, Press(office, talk, "Secret")));

        Assert.Single(answers, a => a == "{}");
        Assert.Single(answers, a => a.Contains("This question has been answered already", StringComparison.Ordinal));
        await office.UntilAsync(_ => talk.HasSaid("**Subject**"));
        await office.UntilAsync(_ => talk.HasSaid(answers[0] == "{}" ? "**Project**: Demo" : "**Project**: Secret"));
    }

    private async Task<Conversation> SummaryAsync(Office office)
    {
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} @bob tomorrow", "demo"]);
        return talk;
    }

    /// <summary>What Mattermost sends when this button is pressed; it still can when the button is gone.</summary>
    private static string Press(Office office, Conversation talk, string button)
    {
        var (post, action) = office.DirectMessages(office.Alice).SelectMany(p => Controls.Of(p).Select(a => (p, a))).Last(a => (string?)a.a["name"] == button);
        return new JsonObject
        {
            ["user_id"] = office.Alice.Id,
            ["user_name"] = office.Alice.Username,
            ["channel_id"] = talk.Channel.Id,
            ["post_id"] = post.Id,
            ["trigger_id"] = "",
            ["type"] = "button",
            ["context"] = action["integration"]!["context"]!.DeepClone(),
        }.ToJsonString();
    }

    private static async Task<string> SendAsync(Office office, string press)
    {
        using var answer = await office.PostAsync("mattermost/action", press);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
