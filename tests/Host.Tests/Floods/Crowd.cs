using System.Collections.Concurrent;
using RedmineBridge.Actors.People;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Floods;

/// <summary>Many people in many channels, with accounts on both servers; and what became of all that they wrote.</summary>
/// <param name="people">Besides alice, bob and ivan, who are in each of the channels too.</param>
internal sealed class Crowd(int people, int channels)
{
    private readonly ConcurrentQueue<Note> _written = new();

    /// <summary>Their lines in the map.</summary>
    public string Map => string.Join(';', Names.Select(n => $"{n}={n}"));

    public IEnumerable<string> Names => Enumerable.Range(1, people).Select(Name).Concat(["alice", "bob", "ivan"]);

    /// <summary>How many were written, and how many shall become links.</summary>
    public (int All, int Linked) Written => (_written.Count, _written.Count(w => w.Links > 0));

    public static string Name(int person) => $"person{person}";

    public static string Channel(int channel) => $"room{channel}";

    /// <summary>They come to the chat.</summary>
    public void Enter(MattermostWorld world)
    {
        var team = world.Teams.Single();
        for (var n = 1; n <= people; n++)
            world.Join(team, world.AddUser(Name(n), "Person", $"{n}"));
        var members = Names.Append("redmine").Select(world.User).ToArray();
        for (var n = 1; n <= channels; n++)
            world.AddChannel(team, Channel(n), MattermostChannel.Public, members);
    }

    /// <summary>They may see the tickets of the public project.</summary>
    public void Enter(RedmineWorld world)
    {
        var demo = world.Data.Projects.Values.Single(p => p.Identifier == "demo");
        for (var n = 1; n <= people; n++)
            world.AddMember(demo, world.AddUser(Name(n), "Person", $"{n}"), "Developer");
    }

    public BridgeSettings Known(BridgeSettings settings) => settings with { Users = UserMap.Parse(Map, out _) };

    /// <param name="expected">What shall become of the text.</param>
    public Note Write(Office office, string author, string channel, string text, string expected, MattermostPost? root = null)
    {
        var post = office.World.PostAs(office.World.User(author), office.World.Channel(channel), text, root);
        var note = new Note(post, channel, expected) { Links = text == expected ? 0 : 1 };
        _written.Enqueue(note);
        return note;
    }

    /// <summary>All links are there.</summary>
    public async Task LinkedAsync(Office office, TimeSpan within)
    {
        // Each change of the world asks: what has been seen to be done is not looked at again.
        Note[] written = [.. _written];
        var next = 0;
        await office.World.WaitAsync(
            world =>
            {
                while (next < written.Length && written[next].IsDone(world))
                    next++;
                return next == written.Length;
            },
            within);
    }

    /// <summary>Each was edited as often as it was to be, and says what it was to say.</summary>
    public void AssertEachOnce(Office office)
    {
        var edits = office.World.Channels.SelectMany(office.World.AllRowsIn).Where(r => r.OriginalId is not null).CountBy(r => r.OriginalId!)
            .ToDictionary(r => r.Key, r => r.Value);
        Assert.All(_written.Where(w => !w.IsDeleted), w =>
        {
            Assert.Equal(w.Expected, office.World.Post(w.Post.Id).Message);
            Assert.Equal(w.Links + w.OwnEdits, edits.GetValueOrDefault(w.Post.Id));
        });
    }

    /// <summary>Those that are not as they shall be.</summary>
    public IReadOnlyList<Note> Left(Office office) => [.. _written.Where(w => !w.IsDone(office.World))];

    /// <summary>A post, and what shall become of it.</summary>
    internal sealed class Note(MattermostPost post, string channel, string expected)
    {
        public MattermostPost Post { get; } = post;

        public string Channel { get; } = channel;

        public string Expected { get; set; } = expected;

        /// <summary>How often the bridge has something to write into it.</summary>
        public int Links { get; set; }

        public int OwnEdits { get; set; }

        public bool IsDeleted { get; set; }

        public bool IsDone(MattermostWorld world) => IsDeleted || world.Post(Post.Id).Message == Expected;
    }
}
