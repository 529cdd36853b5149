
namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Posts that are hard to get right, to the character; on the stand-in and on a real Redmine.</summary>
public sealed class HardTextTests
{
    private const string Fence = "```";

    /// <summary><c>{1}</c> and <c>{2}</c> are tickets that are there, <c>{0}</c> is one that is not; <c>L1</c>, <c>L2</c> their links.</summary>
    private static readonly (string Written, string Expected)[] Texts =
    [
        ("#t{1}", "L1"),
        ("#t{1} #t{2}", "L1 L2"),
        ("#t{2} before #t{1}, and #t{1} again.", "L2 before L1, and L1 again."),
        ("#т{1} по-русски, «#т{2}»!", "C1 по-русски, «C2»!"),
        ("good #t{1}, bad #t{0}", "good L1, bad #t{0}"),
        ("`#t{1}` and ``a ` #t{1}`` but #t{2}", "`#t{1}` and ``a ` #t{1}`` but L2"),
        (Fence + "\n#t{1}\n" + Fence + "\n#t{2}", Fence + "\n#t{1}\n" + Fence + "\nL2"),
        ("#t{2}\n\n" + Fence + "js\n#t{1} unclosed", "L2\n\n" + Fence + "js\n#t{1} unclosed"),
        ("text\n\n    #t{1} indented\n\n#t{2}", "text\n\n    #t{1} indented\n\nL2"),
        ("[#t{1}](http://x.example) ![#t{1}](http://x.example/i.png) #t{2}", "[#t{1}](http://x.example) ![#t{1}](http://x.example/i.png) L2"),
        ("http://x.example/#t{1} www.x.example/#t{1} <http://x.example/#t{1}> #t{2}", "http://x.example/#t{1} www.x.example/#t{1} <http://x.example/#t{1}> L2"),
        ("x#t{1} #t{1}x #t{1}_1 #t{1}абв ##t{1} (#t{2})", "x#t{1} #t{1}x #t{1}_1 #t{1}абв #L1 (L2)"),
        ("| a | b |\n| --- | --- |\n| #t{1} | `#t{1}` |", "| a | b |\n| --- | --- |\n| L1 | `#t{1}` |"),
        ("> quoted #t{1}\n> > deeper #t{2}", "> quoted L1\n> > deeper L2"),
        ("- one #t{1}\n  - two #t{2}\n    1. three #t{1}", "- one L1\n  - two L2\n    1. three L1"),
        ("line one #t{1}\r\nline two #t{2}\r\n", "line one L1\r\nline two L2\r\n"),
        ("🚀#t{1}🚀 :tada: #t{2}:", "🚀L1🚀 :tada: L2:"),
        ("**#t{1}** _#t{2}_ ~~#t{1}~~ \"#t{2}\"", "**L1** _L2_ ~~L1~~ \"L2\""),
        ("# Heading #t{1}\n\n* * *\n\n#t{2}", "# Heading L1\n\n* * *\n\nL2"),
        ("@bob see #t{1} ~random #tag #t #t0 #t{2}", "@bob see L1 ~random #tag #t #t0 L2"),
    ];

    [Fact]
    public async Task Hard_texts_are_right_to_the_character()
    {
        await using var office = await Office.OpenAsync();

        await AllAreRightAsync(office, 1, 10);
    }

    [SkippableFact]
    public async Task Hard_texts_are_right_to_the_character_with_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);
        var (one, two) = await redmine.AlikeAsync("alice");

        await AllAreRightAsync(office, one, two);
    }

    [SkippableFact]
    public async Task Sixty_references_of_a_real_Redmine_cost_one_call()
    {
        using var redmine = RealServer.Here();
        using var counted = await CountingProxy.StartAsync(redmine.Url);
        await using var office = await Office.OpenAsync(redmine: counted.Url, redmineKey: redmine.Key);
        var newest = await redmine.CreateAsync("bob", "demo", "The newest for sixty references");
        int[] numbers = [.. Enumerable.Range(Math.Max(1, newest - 59), 60)];
        // Some of them are others' to see, or deleted, or not there yet: Redmine itself says which.
        var visible = await redmine.VisibleAsync("bob", numbers);
        counted.Reset();

        var post = office.Write(office.Bob, string.Join('\n', numbers.Select(i => $"{i}: #t{i} and `#t{i}`")));

        var expected = string.Join('\n', numbers.Select(i => $"{i}: {(visible.Contains(i) ? office.Link(i) : $"#t{i}")} and `#t{i}`"));
        Assert.Equal(expected, await office.ChangedAsync(post));
        Assert.Single(counted.Seen, r => r.Contains("issue_id=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sixty_references_cost_one_call_and_a_second_pass_changes_nothing()
    {
        await using var office = await Office.OpenAsync();
        office.GiveTasks("alice", 60);
        office.Redmine.Requests.Clear();
        var post = office.Write(office.Alice, string.Join('\n', Enumerable.Range(15, 60).Select(i => $"{i}: #t{i} and `#t{i}`")));

        var linked = await office.ChangedAsync(post);
        Assert.Equal(string.Join('\n', Enumerable.Range(15, 60).Select(i => $"{i}: {office.Link(i)} and `#t{i}`")), linked);
        Assert.Single(office.Redmine.Requests.All, r => r.Query.Contains("issue_id=", StringComparison.Ordinal));

        await office.EditAsync(office.Alice, post, linked + "\nP.S. #t1");
        await office.UntilAsync(w => w.Post(post.Id).Message == $"{linked}\nP.S. {office.Link(1)}");
    }

    [Fact]
    public async Task Sixteen_thousand_characters_are_linked_and_what_would_be_too_long_is_left_alone_and_said()
    {
        await using var office = await Office.OpenAsync();

        await LongTextsAreRightAsync(office, 1);
    }

    [SkippableFact]
    public async Task Sixteen_thousand_characters_are_linked_with_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);

        await LongTextsAreRightAsync(office, await redmine.CreateAsync("alice", "demo", "For a long text"));
    }

    [Fact]
    public async Task Links_come_in_private_channels_threads_and_the_bots_direct_messages()
    {
        await using var office = await Office.OpenAsync();

        await AllPlacesAreRightAsync(office, 1, 10);
    }

    [SkippableFact]
    public async Task Links_to_a_real_Redmine_come_in_private_channels_threads_and_the_bots_direct_messages()
    {
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);
        var (one, two) = await redmine.AlikeAsync("alice");

        await AllPlacesAreRightAsync(office, one, two);
    }

    private static async Task LongTextsAreRightAsync(Office office, int ticket)
    {
        var text = string.Concat(Enumerable.Repeat("я", 7_994)) + $" #t{ticket} " + string.Concat(Enumerable.Repeat("z", 7_994));
        var fits = office.Write(office.Alice, text);
        Assert.Equal(text.Replace($"#t{ticket}", office.Link(ticket), StringComparison.Ordinal), await office.ChangedAsync(fits));

        // Here the last character that the server takes would not be enough.
        var limit = office.World.Settings.MaxPostSize;
        var fitsJust = new string('я', limit - office.Link(ticket).Length - 1) + " ";
        var just = office.Write(office.Alice, fitsJust + $"#t{ticket}");
        var tooLong = office.Write(office.Alice, $"я{fitsJust}#t{ticket}");
        Assert.Equal(fitsJust + office.Link(ticket), await office.ChangedAsync(just));
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => p.Message.Contains("size limit", StringComparison.Ordinal)));
        await office.DoneAsync(tooLong);
        Assert.Equal((tooLong.Message, 0), (office.World.Post(tooLong.Id).Message, office.EditsOf(tooLong)));
        Assert.Single(office.DirectMessages(office.Alice));
    }

    private static async Task AllPlacesAreRightAsync(Office office, int one, int two)
    {
        var root = office.Write(office.Alice, $"A thread about #t{one}", "council");
        var reply = office.Write(office.Alice, $"and #t{two}", "council", root);
        var direct = office.World.PostAs(office.Alice, office.Direct(office.Alice), $"please look at #t{one}");

        Assert.Equal($"A thread about {office.Link(one)}", await office.ChangedAsync(root));
        Assert.Equal($"and {office.Link(two)}", await office.ChangedAsync(reply));
        Assert.Equal($"please look at {office.Link(one)}", await office.ChangedAsync(direct));
    }

    private static async Task AllAreRightAsync(Office office, int one, int two)
    {
        var posts = Texts.Select(t => (Post: office.Write(office.Alice, Fill(t.Written)), t.Expected)).ToArray();
        foreach (var (post, expected) in posts)
        {
            var wanted = Fill(expected)
                .Replace("L1", office.Link(one), StringComparison.Ordinal).Replace("L2", office.Link(two), StringComparison.Ordinal)
                .Replace("C1", office.Link(one, "т"), StringComparison.Ordinal).Replace("C2", office.Link(two, "т"), StringComparison.Ordinal);
            Assert.Equal(wanted, await office.ChangedAsync(post));
        }

        string Fill(string text) => text.Replace("{0}", "2000000000", StringComparison.Ordinal).Replace("{1}", $"{one}", StringComparison.Ordinal).Replace("{2}", $"{two}", StringComparison.Ordinal);
    }
}
