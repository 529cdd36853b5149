using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Talks;

/// <summary>The bot is asked for a ticket in the middle of a discussion.</summary>
public sealed class MentionTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task A_mention_in_a_thread_makes_a_draft_with_the_quote_and_brings_the_link_back()
    {
        await using var office = await Office.OpenAsync();
        var talk = new Conversation(office, office.Alice);
        var root = office.Write(office.Bob, $"The tap in room 5 drips {_unique}\nSince Monday.");
        var mention = office.Write(office.Alice, "@redmine ticket for @bob in 3 days", root: root);
        await office.DoneAsync(mention);

        await office.UntilAsync(_ => talk.HasSaid("Which") || talk.Buttons().Contains("Demo"));
        await talk.PressAsync("Demo");
        await office.UntilAsync(_ => talk.Buttons().Contains("Without quote"));
        Assert.True(talk.HasSaid("New ticket: The tap in room 5 drips"));
        await talk.PressAsync("Create");

        await office.UntilAsync(w => Thread(w, root).Any(p => p.UserId == office.Bot.Id));
        var ticket = Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject == $"The tap in room 5 drips {_unique}");
        Assert.Equal($"Created: {office.Link(ticket.Id).Replace("#t", "#", StringComparison.Ordinal)}", Assert.Single(Thread(office.World, root), p => p.UserId == office.Bot.Id).Message);
        Assert.StartsWith($"> bob: The tap in room 5 drips {_unique}\n> Since Monday.\n\n", ticket.Description!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"/_redirect/pl/{root.Id}", ticket.Description, StringComparison.Ordinal);
        Assert.Equal("bob", office.RedmineWorld.Data.Users[ticket.AssignedToId!.Value].Login);
        Assert.Equal("alice", office.RedmineWorld.Data.Users[ticket.AuthorId].Login);
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
    }

    [Fact]
    public async Task What_is_said_in_a_private_channel_is_quoted_only_when_the_person_wants_it()
    {
        await using var office = await Office.OpenAsync();
        var talk = new Conversation(office, office.Alice);
        var root = office.Write(office.Bob, $"We pay too much {_unique}", "council");
        await office.DoneAsync(office.Write(office.Alice, "@redmine Negotiate the lease @bob", "council", root));
        await office.UntilAsync(_ => talk.Buttons().Contains("Demo"));
        await talk.PressAsync("Demo");

        await office.UntilAsync(_ => talk.Buttons().Contains("With quote"));
        Assert.False(talk.HasSaid("We pay too much"));
        await talk.PressAsync("With quote");
        await office.UntilAsync(_ => talk.Buttons().Contains("Without quote"));
        Assert.True(talk.HasSaid("We pay too much"));
        await talk.PressAsync("Without quote");
        await office.UntilAsync(_ => talk.Buttons().Contains("With quote"));
        await talk.PressAsync("Create");

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.DoesNotContain(_unique, Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject == "Negotiate the lease").Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_spoken_of_is_not_spoken_to()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "I like @redmine, tell @bob tomorrow. See #t1");

        await office.ChangedAsync(post);

        Assert.Empty(office.DirectMessages(office.Alice));
    }

    private static IEnumerable<MattermostPost> Thread(MattermostWorld world, MattermostPost root) =>
        world.PostsIn(world.Channels.Single(c => c.Id == root.ChannelId)).Where(p => p.RootId == root.Id);
}
