using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Serialization;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Serialization;

public sealed class BridgeSerializerTests : ActorSpec
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 15, 123, TimeSpan.Zero);
    private static readonly Origin Origin = new(Door.SlashCommand, new("u1"), new("c1"), new("p1"));
    private static readonly Origin LaterOrigin = Origin with { Link = "https://chat/_redirect/pl/p1", Hook = "h1", HookUntil = At };
    private static readonly FormValues Values = FormValues.None.With("subject", "Fix \"it\"").With("watchers", "1", "2");
    private static readonly Form Form = new(
        "f1", FormKind.Ticket, "New ticket", "Create", [new("tracker", FieldKind.Choice, "Tracker", ["1"]) { Choices = [new("1", "Bug")], Refreshes = true, Problem = "no" }])
    {
        Introduction = "Project **Demo**",
        Problem = "Redmine refused it.",
    };

    private static readonly Ticket Made = new(new(1), "P", "T", "S", "Pr", "Subject", "A", null, At, new DateOnly(2027, 5, 9));

    /// <summary>Bytes as they were written by the version that introduced them. They are never changed: databases hold them.</summary>
    public static TheoryData<string, string, object> Golden => new()
    {
        { "reason-told-1", """{"reason":"NotMapped","at":"2026-11-24T09:30:15.123+00:00"}""", new ReasonTold(RefusalReason.NotMapped, At) },
        {
            "creation-requested-1",
            """{"requestId":"f1","kind":"Batch","project":"Demo","isPrivate":true,"author":5,"tickets":[{"number":2,"source":"2. Buy @bob","ticket":{"project":1,"tracker":2,"status":3,"priority":4,"subject":"Buy","description":"Forty","assignee":6,"startDate":"2026-11-24","dueDate":"2027-05-09","estimatedHours":1.5,"doneRatio":30,"customFields":[{"field":7,"values":["a"]}]},"assignee":"bob"}],"values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":"https://chat/_redirect/pl/p1","hook":"h1","hookUntil":"2026-11-24T09:30:15.123+00:00"},"at":"2026-11-24T09:30:15.123+00:00"}""",
            new CreationRequested(
                "f1", FormKind.Batch, "Demo", true, 5,
                [new(2, "2. Buy @bob", new() { Project = 1, Tracker = 2, Status = 3, Priority = 4, Subject = "Buy", Description = "Forty", Assignee = 6, StartDate = new(2026, 11, 24), DueDate = new(2027, 5, 9), EstimatedHours = 1.5m, DoneRatio = 30, CustomFields = [new(7, ["a"])] }, "bob")],
                Values, LaterOrigin, At)
        },
        {
            "creation-requested-1",
            """{"requestId":"f1","kind":"Batch","project":"Demo","isPrivate":true,"author":5,"tickets":[{"number":1,"source":"Buy","ticket":{"project":1,"tracker":null,"status":null,"priority":null,"subject":"Buy","description":"","assignee":null,"startDate":null,"dueDate":null,"estimatedHours":null,"doneRatio":null,"customFields":[]},"assignee":null,"carrier":"Field","markField":7},{"number":2,"source":"Buy","ticket":{"project":1,"tracker":null,"status":null,"priority":null,"subject":"Buy","description":"","assignee":null,"startDate":null,"dueDate":null,"estimatedHours":null,"doneRatio":null,"customFields":[]},"assignee":null,"carrier":"Nothing"}],"values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null},"at":"2026-11-24T09:30:15.123+00:00"}""",
            new CreationRequested(
                "f1", FormKind.Batch, "Demo", true, 5,
                [
                    new(1, "Buy", new() { Project = 1, Subject = "Buy" }, null) { Carrier = MarkCarrier.Field, MarkField = 7 },
                    new(2, "Buy", new() { Project = 1, Subject = "Buy" }, null) { Carrier = MarkCarrier.Nothing },
                ],
                Values, Origin, At)
        },
        {
            "creation-requested-1",
            """{"requestId":"f1","kind":"Ticket","project":"Demo","isPrivate":true,"author":5,"tickets":[{"number":1,"source":"Buy","ticket":{"project":1,"tracker":null,"status":null,"priority":null,"subject":"Buy","description":"","assignee":null,"startDate":null,"dueDate":null,"estimatedHours":null,"doneRatio":null,"customFields":[{"field":7,"values":["a"],"name":"Reason"}]},"assignee":null}],"values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null},"at":"2026-11-24T09:30:15.123+00:00"}""",
            new CreationRequested(
                "f1", FormKind.Ticket, "Demo", true, 5,
                [new(1, "Buy", new() { Project = 1, Subject = "Buy", CustomFields = [new(7, ["a"]) { Name = "Reason" }] }, null)],
                Values, Origin, At)
        },
        {
            "creation-sending-1",
            """{"requestId":"f1","number":2,"mark":"rb-a-002","redmineDate":"2026-11-24T09:30:15.123+00:00","attempt":1,"at":"2026-11-24T09:30:15.123+00:00"}""",
            new CreationSending("f1", 2, "rb-a-002", At, 1, At)
        },
        {
            "creation-settled-1",
            """{"requestId":"f1","number":2,"made":{"id":9,"project":{"id":1,"name":"P"},"tracker":{"id":2,"name":"T"},"status":{"id":3,"name":"S"},"priority":{"id":4,"name":"Pr"},"author":{"id":5,"name":"A"},"subject":"Buy","createdOn":"2026-11-24T09:30:15.123+00:00","assignee":{"id":6,"name":"B"},"description":"Forty","startDate":"2026-11-24","dueDate":null,"estimatedHours":null,"doneRatio":0,"isPrivate":false,"customFields":[]},"errors":[],"at":"2026-11-24T09:30:15.123+00:00"}""",
            new CreationSettled(
                "f1", 2,
                new(new(9), new(1, "P"), new(2, "T"), new(3, "S"), new(4, "Pr"), new(5, "A"), "Buy", At) { Assignee = new(6, "B"), Description = "Forty", StartDate = new(2026, 11, 24) },
                [], At)
        },
        {
            "creation-settled-1",
            """{"requestId":"f1","number":2,"made":null,"errors":["Choose another project."],"at":"2026-11-24T09:30:15.123+00:00","refusal":"ProjectGone"}""",
            new CreationSettled("f1", 2, null, ["Choose another project."], At) { Refusal = RefusalReason.ProjectGone }
        },
        { "creation-told-1", """{"requestId":"f1","at":"2026-11-24T09:30:15.123+00:00"}""", new CreationTold("f1", At) },
        {
            "list-taken-1",
            """{"batchId":"b1","values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null},"at":"2026-11-24T09:30:15.123+00:00"}""",
            new ListTaken("b1", Values, Origin, At)
        },
        {
            "list-taken-1",
            """{"batchId":"b1","values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null,"trace":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},"at":"2026-11-24T09:30:15.123+00:00"}""",
            new ListTaken("b1", Values, Origin with { Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }, At)
        },
        {
            "draft-kept-1",
            """{"draft":{"id":"post-p1","kind":"Ticket","values":{"byField":{"subject":["Fix \u0022it\u0022"],"watchers":["1","2"]}},"origin":{"door":"Mention","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null},"touchedAt":"2026-11-24T09:30:15.123+00:00","asked":"assignee","askedKind":"Person","number":2,"wanted":["assignee","due_date"],"answered":["subject"],"quote":{"author":"bob","text":"It is broken","isPublic":true},"isQuoted":true},"post":"p2","at":"2026-11-24T09:30:15.123+00:00"}""",
            new DraftKept(
                new("post-p1", FormKind.Ticket, Values, Origin with { Door = Door.Mention }, At)
                {
                    Asked = "assignee", AskedKind = FieldKind.Person, Number = 2, Wanted = ["assignee", "due_date"], Answered = ["subject"],
                    Quote = new("bob", "It is broken", IsPublic: true), IsQuoted = true,
                },
                new PostId("p2"), At)
        },
        { "draft-put-aside-1", """{"draftId":"post-p1","at":"2026-11-24T09:30:15.123+00:00"}""", new DraftPutAside("post-p1", At) },
        { "draft-dropped-1", """{"draftId":"post-p1","post":"p2","at":"2026-11-24T09:30:15.123+00:00"}""", new DraftDropped("post-p1", new PostId("p2"), At) },
        {
            "session-1",
            """{"reasons":[{"why":"RedmineAway","at":"2026-11-24T09:30:15.123+00:00","stillTrue":true}],"requests":[{"asked":{"requestId":"f1","kind":"Ticket","project":"Demo","isPrivate":false,"author":5,"tickets":[],"values":{"byField":{}},"origin":{"door":"SlashCommand","user":"u1","channel":"c1","root":"p1","link":null,"hook":null,"hookUntil":null},"at":"2026-11-24T09:30:15.123+00:00"},"lines":[{"sending":{"requestId":"f1","number":2,"mark":"rb-a-002","redmineDate":"2026-11-24T09:30:15.123+00:00","attempt":1,"at":"2026-11-24T09:30:15.123+00:00"},"sentSince":"2026-11-24T09:30:15.123+00:00","made":null,"errors":["no"],"refusal":"ProjectGone","isSettled":true}],"isTold":true}],"lists":[],"lastProject":17,"draft":null,"aside":[],"answered":[{"post":"p1","draftId":"d1"}],"ended":[{"draftId":"d0","number":3}]}""",
            new SessionSnapshot(
                [new(RefusalReason.RedmineAway, At, true)],
                [new(new("f1", FormKind.Ticket, "Demo", false, 5, [], FormValues.None, Origin, At), [new(new("f1", 2, "rb-a-002", At, 1, At), At, null, ["no"], RefusalReason.ProjectGone, true)], true)],
                [], 17, null, [], [new(new("p1"), "d1")], [new("d0", 3)])
        },
        {
            "session-1",
            """{"reasons":[],"requests":[],"lists":[],"lastProject":null,"draft":null,"aside":[],"answered":[],"ended":[],"lastAt":"2026-11-24T09:30:15.123+00:00"}""",
            new SessionSnapshot([], [], [], null, null, [], [], []) { LastAt = At }
        },
        { "history-trimmed-1", """{"at":"2026-11-24T09:30:15.123+00:00","isAll":true}""", new HistoryTrimmed(At, true) },
        { "reason-gone-1", """{"reason":"RedmineAway","at":"2026-11-24T09:30:15.123+00:00"}""", new ReasonGone(RefusalReason.RedmineAway, At) },
    };

    public static TheoryData<object> Messages => new()
    {
        new LinkInbox.LinkPost(new("u1"), new("p1"), 5, new(new("c1"), new PostId("r1")), At, [new(1)], [new(2)], []),
        new LinkInbox.LinkPost(new("u1"), new("p1"), 0, new(new("c1"), null), At, [new(1)], [], [new(3)]),
        new LinkInbox.LinkPost(new("u1"), new("p1"), 0, new(new("c1"), null), At, [], [], []) { Said = new("да", SaidIn.DirectMessage) },
        new LinkInbox.Done(new("p1"), 0, LinkOutcome.Linked, 7, [new(1)], []),
        new LinkInbox.Waiting(new("p1"), 7),
        new SessionDoor.Command(new Intent.ShowHelp(), Origin),
        new SessionDoor.Command(new Intent.Unknown("привет"), Origin),
        new SessionDoor.Command(new Intent.ShowTickets(TicketList.CreatedByMe, 2, 20), Origin),
        new SessionDoor.Command(new Intent.LinkText("#t1\r\n\"#т2\"", 16_383), Origin),
        new SessionDoor.Command(new Intent.OpenForm(FormKind.Batch, "1. Buy sausages"), LaterOrigin),
        new SessionDoor.Command(new Intent.RefreshForm("f1", FormKind.Ticket, Values), Origin),
        new SessionDoor.Command(new Intent.FindChoices("f1", FormKind.Ticket, Values, "project", "de"), Origin),
        new SessionDoor.Command(new Intent.SubmitForm("f1", FormKind.Ticket, Values), Origin),
        new SessionDoor.Command(new Intent.CreateBatch("b1"), Origin),
        new SessionDoor.Command(new Intent.CorrectForm("b1"), Origin),
        new SessionDoor.Command(new Intent.ShareCreated("f1", true), Origin),
        new SessionDoor.Command(new Intent.SetChannelProject("demo", false), Origin),
        new SessionDoor.Command(new Intent.BeginDraft("post-p1", "Fix it"), Origin),
        new SessionDoor.Command(new Intent.AnswerDraft("post-p1", 2, "tracker", ["1"]), Origin),
        new SessionDoor.Command(new Intent.MoveDraft("post-p1", 2, DraftMove.Skip), Origin),
        new SessionDoor.Command(new Intent.KeepForm("f1", FormKind.Ticket, Values), Origin),
        new SessionDoor.Told(new("u1"), "f1"),
        new SessionDoor.Wake(new("u1"), 7),
        new SessionDoor.Trim(new("u1"), true),
        new SessionDoor.Command(new Intent.ForgetMe(), Origin),
        new SessionDoor.Command(new Intent.Connect(), Origin),
        new SessionDoor.Command(new Intent.GiveKey(new("CfDJ8_sealed-1")), Origin),
        new SessionDoor.Command(new Intent.Disconnect(), Origin),
        new Reply.KeyWanted(Language.English, "alice"),
        new Reply.Connected(Language.Russian, "alice", "Alice Morgan"),
        new Reply.Disconnected(Language.English, true),
        new Reply.Forgotten(Language.English, true),
        new Reply.FormShown(Language.English, Form),
        new Reply.ChoicesFound(Language.English, [new("1", "Bug")]),
        new Reply.Creating(Language.English, "f1"),
        new Reply.Created(
            Language.Russian,
            new("f1", "Demo", true, true, [new(1, "1. Subject", Made, ["Status: New"], [], "bob"), new(2, "2. Other", null, [], ["no"], null)]),
            new DateOnly(2026, 11, 24),
            "UTC"),
        new Reply.BatchTaken(Language.English, "b1"),
        new Reply.BatchChecked(
            Language.English, new("b1", "Demo", [new(1, "1. Buy @bob", "Buy", "bob", new DateOnly(2027, 5, 9), []), new(2, "2.", "", null, null, ["no"])], ["Tasks:"])),
        new Reply.Shared(Language.English),
        new Reply.TalkGoesOn(Language.English),
        new Reply.Hint(Language.Russian, TalkHint.Offer, ["post-p1", "чай"]),
        new Reply.NotTaken(Language.English, "Too long."),
        new Reply.Asked(Language.English, new("post-p1", 2, "tracker", FieldKind.Choice, "Tracker", [new("1", "Bug")]) { Help = "h", Problem = "p", MaySkip = true, MayGoBack = true, Answer = "a" }),
        new Reply.Summary(Language.English, new("post-p1", 3, "Fix it", [new("Project", "Demo")], "Demo", true, 23) { IsQuoted = false, Quote = "q", Problem = "p", IsClosed = true }),
        new Reply.CreatedLink(Language.English, new(7)),
        new Reply.ShareDoubted(Language.English, "f1", "Secret"),
        new Reply.ChannelProjectSet(Language.English, "Demo", true),
        new Reply.Help(Language.Russian, "wat", new(Language.Russian, RefusalReason.GuestsMayNotAct, "alice")),
        new Reply.Tickets(
            Language.English,
            new TicketPage(TicketList.AssignedToMe, 1, 20, 1, [new(new(1), "P", "T", "S", "Pr", "Subject", "A", null, At, new DateOnly(2027, 5, 9))]),
            new DateOnly(2026, 11, 24),
            "Europe/Moscow"),
        new Reply.Linked(Language.English, "[#t1](x)", [new(2)]),
        new Reply.Refusal(Language.Russian, RefusalReason.TicketsUnseen, "#t1", "#t2"),
    };

    private BridgeSerializer Serializer => new((ExtendedActorSystem)Sys);

    [Theory]
    [MemberData(nameof(Golden))]
    public void Every_event_ever_written_is_read(string manifest, string stored, object happened)
    {
        Assert.Equivalent(happened, Serializer.FromBinary(Encoding.UTF8.GetBytes(stored), manifest), strict: true);
        Assert.Equal(manifest, Serializer.Manifest(happened));
        Assert.Equal(stored, Encoding.UTF8.GetString(Serializer.ToBinary(happened)));
    }

    [Fact]
    public void Every_event_has_a_stored_sample()
    {
        var events = typeof(ISessionEvent).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(ISessionEvent)));

        Assert.Empty(events.Except(((IEnumerable<object[]>)Golden).Select(row => row[2].GetType())));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_survives_the_wire(object message)
    {
        var back = Serializer.FromBinary(Serializer.ToBinary(message), Serializer.Manifest(message));

        Assert.Equal(message.GetType(), back.GetType());
        Assert.Equivalent(message, back, strict: true);
    }

    [Fact]
    public void All_bound_types_are_in_the_samples()
    {
        var bound = typeof(ISessionMessage).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsClass: true } && BridgeSerializer.Bound.Any(b => b.IsAssignableFrom(t)))
            .Where(t => !t.IsAssignableTo(typeof(ISessionEvent)) && t != typeof(SessionSnapshot));

        Assert.Empty(bound.Except(((IEnumerable<object[]>)Messages).Select(row => row[0].GetType())));
    }

    [Fact]
    public void What_has_no_format_is_refused()
    {
        Assert.Throws<SerializationException>(() => Serializer.Manifest("text"));
        Assert.Throws<SerializationException>(() => Serializer.ToBinary(new Uri("http://x")));
        Assert.Throws<SerializationException>(() => Serializer.FromBinary("{}"u8.ToArray(), "reason-told-9"));
    }

    [Theory]
    [InlineData("reason-told-1", "{}")]
    [InlineData("reason-told-1", """{"reason":"NotMapped"}""")]
    [InlineData("reason-told-1", """{"reason":"NoSuchReason","at":"2026-11-24T09:30:15+00:00"}""")]
    [InlineData("link-waiting-1", """{"post":null,"editAt":1}""")]
    [InlineData("reply-1", "null")]
    [InlineData("reason-told-1", "not json")]
    public void What_does_not_fit_is_refused(string manifest, string bytes) =>
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(Encoding.UTF8.GetBytes(bytes), manifest));
}
