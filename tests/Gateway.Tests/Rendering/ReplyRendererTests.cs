using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class ReplyRendererTests
{
    private static readonly ReplyContext Context = new("rm", "redmine", 16_383);

    public static TheoryData<Reply> Brief
    {
        get
        {
            var all = new TheoryData<Reply>();
            foreach (var language in Enum.GetValues<Language>())
            {
                all.AddRange(
                    new Reply.Creating(language, "request"),
                    new Reply.BatchTaken(language, "batch"),
                    new Reply.Shared(language),
                    new Reply.ShareDoubted(language, "request", "Demo"),
                    new Reply.ChannelProjectSet(language, "Demo", true),
                    new Reply.ChannelProjectSet(language, "Demo", false),
                    new Reply.ChannelProjectSet(language, null, true),
                    new Reply.ChannelProjectSet(language, null, false),
                    new Reply.Help(language, "x`y", null));
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Brief))]
    public void Every_reply_has_words_without_holes(Reply reply)
    {
        var text = Render(reply).Text;

        Assert.NotEmpty(text);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_waits_opens_as_it_was_filled()
    {
        var form = new Form("form-1", FormKind.Batch, "Tickets from *a list*", "Check",
        [
            new("project", FieldKind.Choice, "Project", ["1"]),
            new("labels", FieldKind.SeveralChoices, "Labels", ["a", "b"]),
            new("tasks", FieldKind.LongText, "Tasks", []),
        ]);

        var rendered = Render(new Reply.FormShown(Language.English, form));

        Assert.Equal(@"The form is ready: Tickets from \*a list\*", rendered.Text);
        Assert.Equal(
            new Intent.RefreshForm("form-1", FormKind.Batch, FormValues.None.With("project", "1").With("labels", "a", "b").With("tasks")),
            Assert.Single(rendered.Buttons).Intent);
    }

    [Fact]
    public void A_form_that_has_to_be_corrected_says_what()
    {
        var form = new Form("form-1", FormKind.Ticket, "New ticket", "Create", [new("room", FieldKind.Text, "Room", []) { Problem = "Room can't be blank" }])
        {
            Problem = "No *luck*",
        };

        Assert.Equal(
            "Nothing was created: something has to be corrected. What you typed is kept in the form.\n\nNo \\*luck\\*\n\n- **Room**: Room can't be blank",
            Render(new Reply.FormShown(Language.English, form)).Text);
    }

    [Fact]
    public void What_could_not_be_linked_is_told_where_one_message_says_all() =>
        Assert.StartsWith("see [#t1](x) and #t2\n\nI left #t2", Render(new Reply.Linked(Language.English, "see [#t1](x) and #t2", [new(2)])).Text, StringComparison.Ordinal);

    [Fact]
    public void The_digest_tells_replies_apart_by_what_they_say_and_do()
    {
        var doubted = new Reply.ShareDoubted(Language.English, "request", "Demo");

        Assert.Equal(Render(doubted).Digest, Render(doubted with { }).Digest);
        Assert.NotEqual(Render(doubted).Digest, Render(doubted with { RequestId = "other" }).Digest);
        Assert.NotEqual(Render(doubted).Digest, Render(doubted with { Project = "Other" }).Digest);
    }

    [Theory]
    [InlineData("see ![x](http://evil) @all", "see ![x]​(http:​//evil) @​all")]
    [InlineData("plain 1.5 - text", "plain 1.5 - text")]
    public void Disarmed_text_looks_the_same_and_does_nothing(string text, string expected) => Assert.Equal(expected, MarkdownText.Disarm(text));

    [Theory]
    [InlineData("a", "```\na\n```\n")]
    [InlineData("a ``` b", "````\na ``` b\n````\n")]
    [InlineData("a\r\nb\u0007", "```\na\nb\n```\n")]
    public void Code_ends_where_it_should(string line, string expected) => Assert.Equal(expected, MarkdownText.Code([line]));

    private static RenderedReply Render(Reply reply) => new ReplyRenderer(new("https://redmine.example.org")).Render(reply, Context);
}
