using Akka.Actor;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Posting;

/// <summary>What the poster still decides by the post as it reads it, just before it would write.</summary>
public sealed class WriteLinksTests : ActorSpec
{
    private static readonly MattermostPost Post = new(new("p1"), new("dev"), new("alice"), null, "see #t10", CreateAt: 1_000, UpdateAt: 1_000);
    private static readonly Uri Redmine = new("https://redmine.example.org");
    private readonly FakeMattermost _mattermost = new();

    [Theory]
    [InlineData(LinksMode.Edit, "patch ")]
    [InlineData(LinksMode.Reply, "post ")]
    public void What_was_written_to_stay_gets_its_links(LinksMode mode, string last)
    {
        var written = Write(Post, mode);

        Assert.Equal([new TicketId(10)], written.Linked);
        Assert.StartsWith(last, _mattermost.Calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("burn_on_read", LinksMode.Edit)]
    [InlineData("burn_on_read", LinksMode.Reply)]
    [InlineData("system_header_change", LinksMode.Edit)]
    [InlineData("custom_zoom", LinksMode.Edit)]
    [InlineData("of the future", LinksMode.Reply)]
    public void All_else_is_only_read_and_its_author_told_nothing(string type, LinksMode mode)
    {
        // Ticket 11 is hidden from the author, and 12 was not looked up: neither may be asked about.
        var written = Write(Post with { Type = type, Message = "see #t10, #t11 and #t12" }, mode);

        Assert.Equal(LinkWriting.Nothing, written.How);
        Assert.Empty(written.Linked);
        Assert.Empty(written.Plain);
        Assert.Equal("get p1", _mattermost.Calls[^1]);
        Assert.Empty(_mattermost.Written);
    }

    [Fact]
    public void A_text_on_which_the_formatter_fails_is_left_alone_and_refused()
    {
        var formatter = CreateTestProbe();
        Ask(Post, LinksMode.Edit, formatter);
        var format = formatter.ExpectMsg<LinkFormatter.Format>();
        formatter.Reply(new LinkFormatter.Formatted(format.Tag, new(format.Text, [], LinkTextOutcome.Failed)));

        Assert.Equal(PosterFailure.Rejected, ExpectMsg<Poster.Failed>().Why);
        Assert.Empty(_mattermost.Written);
    }

    private Poster.LinksWritten Write(MattermostPost post, LinksMode mode)
    {
        Ask(post, mode, Sys.ActorOf(Props.Create(() => new LinkFormatterActor(Redmine))));
        return ExpectMsg<Poster.LinksWritten>();
    }

    private void Ask(MattermostPost post, LinksMode mode, IActorRef formats)
    {
        _mattermost.Posts.Add(post);
        var redmine = Redmine;
        var settings = new PostingSettings(new("https://chat.example.org"), redmine, mode);
        var slash = new Gateway.Slash.SlashSettings("redmine", new("https://bridge.example.org"), redmine, Language.English, true, []);
        var formatter = new Required<LinkFormatter>(formats);
        var (mattermost, seals, clock) = (_mattermost, new Seals(new EphemeralDataProtectionProvider()), Clock);
        var poster = Sys.ActorOf(Props.Create(() => new PosterActor(mattermost, formatter, settings, slash, seals, clock)));
        TicketId[] resolved = [new(10), new(11)];
        poster.Tell(new Poster.WriteLinks(post.Id, new HashSet<TicketId> { new(10) }, resolved.ToHashSet(), new HashSet<TicketId>()), TestActor);
    }
}
