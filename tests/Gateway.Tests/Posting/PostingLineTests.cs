using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

public sealed class PostingLineTests : ActorSpec
{
    private static readonly UserId Alice = new("alice");
    private static readonly HashSet<PostKey> Nobody = [];
    private static readonly Reply Reply = new Reply.Shared(Language.English);

    private readonly PostingLine _line = new(4);
    private readonly TestProbe _asker;

    public PostingLineTests() => _asker = CreateTestProbe();

    [Fact]
    public void First_come_first_served()
    {
        var (first, second) = (new Poster.ReadUsers([]), new Poster.Show(Alice, "b", Reply));
        Assert.True(Enter(first));
        Assert.True(Enter(second));

        Assert.Same(first, _line.Next(Nobody)!.Request);
        Assert.Same(second, _line.Next(Nobody)!.Request);
        Assert.Null(_line.Next(Nobody));
        Assert.True(_line.IsEmpty);
    }

    [Fact]
    public void A_post_that_is_being_written_lets_others_pass()
    {
        var (held, other) = (new Poster.Show(Alice, "a", Reply), new Poster.Show(Alice, "b", Reply));
        Enter(held);
        Enter(other);
        HashSet<PostKey> busy = [PostKey.Of(held)!.Value];

        Assert.Same(other, _line.Next(busy)!.Request);
        Assert.Null(_line.Next(busy));
        Assert.False(_line.IsEmpty);
        Assert.Same(held, _line.Next(Nobody)!.Request);
    }

    [Fact]
    public void The_last_of_those_for_a_post_is_carried_out_and_answers_all()
    {
        var shows = Enumerable.Range(0, 3).Select(_ => new Poster.Show(Alice, "a", Reply)).ToArray();
        foreach (var show in shows)
            Enter(show);

        var waiting = _line.Next(Nobody)!;
        Assert.Same(shows[2], waiting.Request);
        Assert.True(_line.IsEmpty);

        waiting.Answer(new Poster.Shown(shows[2], new("p")));
        foreach (var show in shows)
            Assert.Same(show, _asker.ExpectMsg<Poster.Shown>().Request);
    }

    [Fact]
    public void Posts_in_different_places_are_different()
    {
        Enter(new Poster.Show(Alice, "a", Reply));
        Enter(new Poster.Show(new("bob"), "a", Reply));
        Enter(new Poster.Share(new(new("dev"), null), "a", Reply));

        Assert.All(Enumerable.Range(0, 3), _ => Assert.NotNull(_line.Next(Nobody)));
    }

    [Fact]
    public void All_who_wait_count_and_all_are_refused_together()
    {
        Assert.True(Enter(new Poster.Show(Alice, "a", Reply)));
        Assert.True(Enter(new Poster.Show(Alice, "a", Reply)));
        Assert.True(Enter(new Poster.Show(Alice, "b", Reply)));
        Assert.True(Enter(new Poster.ReadUsers([])));
        Assert.False(Enter(new Poster.Show(Alice, "a", Reply)));

        foreach (var waiting in _line.Clear())
            waiting.Refuse(PosterFailure.Away);

        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(PosterFailure.Away, _asker.ExpectMsg<Poster.Failed>().Why));
        Assert.True(Enter(new Poster.ReadUsers([])));
    }

    [Fact]
    public void Memory_forgets_what_was_not_asked_for_longest()
    {
        var memory = new PostMemory(2);
        PostKey a = new("x", "a"), b = new("x", "b"), c = new("x", "c");
        memory.Learn(a, new(new("1"), new("d"), "s"));
        memory.Learn(b, new(new("2"), new("d"), "s"));
        Assert.NotNull(memory.Find(a));
        memory.Learn(c, new(new("3"), new("d"), "s"));

        Assert.Equal([true, false, true], new[] { a, b, c }.Select(k => memory.Find(k) is not null));
        memory.Learn(a, new(new("1"), new("d"), "t"));
        Assert.Equal("t", memory.Find(a)!.Says);
        memory.Forget(a);
        Assert.Null(memory.Find(a));
    }

    private bool Enter(Poster.IRequest request) => _line.Enter(request, _asker.Ref);
}
