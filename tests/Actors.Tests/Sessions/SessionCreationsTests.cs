using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>Forms and creations in a session: never twice, never lost.</summary>
public sealed class SessionCreationsTests : ActorSpec
{
    private static readonly UserId Alice = new("alice0000000000000000000000");
    private static readonly RedmineLogin Login = new("alice.smith");
    private static readonly Origin Origin = new(Door.Dialog, Alice, new("dev00000000000000000000000"), null) { Link = "https://chat.example.org/office/channels/dev" };
    private static readonly FormValues Good = FormValues.None.With("project", "1").With("tracker", "1").With("subject", "Fix the tap").With("assignee", "@bob");

    private static readonly OwnKey OldKey = new(Alice, new(Choices.Alice, "alice", "Alice", false), new("old"));

    private Origin _origin = Origin;
    private readonly ChannelProjectsInMemory _channels = new();
    private readonly UnfinishedInMemory _unfinished = new();
    private readonly TermsInMemory _terms = new();
    private readonly TestProbe _people;
    private readonly TestProbe _redmine;
    private readonly TestProbe _poster;
    private readonly TestProbe _door;
    private IActorRef _session;
    private MarkCarrier _carrier;
    private int _ids;

    public SessionCreationsTests()
    {
        _people = CreateTestProbe();
        _redmine = CreateTestProbe();
        _poster = CreateTestProbe();
        _door = CreateTestProbe();
        _door.IgnoreMessages(m => m is SessionDoor.Recovered);
        _session = Start();
    }

    [Fact]
    public void A_form_begins_with_the_channels_project()
    {
        _channels.Projects[Origin.Channel] = Choices.Secret;
        Say(new Intent.OpenForm(FormKind.Ticket, "Fix the tap"));
        Known();
        Catalog();

        var form = ExpectMsg<Reply.FormShown>().Form;
        Assert.Equal(("form-1", FormKind.Ticket), (form.Id, form.Kind));
        Assert.Equal(["2"], form.Fields[0].Value);
        Assert.Equal(["Fix the tap"], form.Fields.Single(f => f.Key == "subject").Value);
    }

    [Fact]
    public void A_good_form_is_created_once_and_told()
    {
        Submit();

        Assert.Equal("f1", ExpectMsg<Reply.Creating>().RequestId);
        var (ask, create) = Creation();
        Assert.Equal((Login, CallKind.Creation, CreationMark.Of("f1", 1).Value), (create.As, ask.Kind, create.Mark));
        Assert.Equal($"From Mattermost: {Origin.Link} ({create.Mark})", create.Ticket.Description);
        Assert.Equal(Choices.Bob, create.Ticket.Assignee);
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77) with { Status = new(9, "Parked") }));

        var report = ExpectMsg<Reply.Created>().Report;
        Assert.True(report.IsFinished);
        Assert.Equal(new TicketId(77), report.Lines[0].Ticket!.Id);
        Assert.Equal("bob", report.Lines[0].Assignee);
        Assert.Single(_unfinished.Users);
        _session.Tell(new SessionDoor.Told(Alice, "f1"));
        AwaitAssert(() => Assert.Empty(_unfinished.Users));
        Later(TimeSpan.FromMinutes(5));
        _poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_is_begun_that_a_restart_would_not_find()
    {
        _unfinished.Fails = true;
        Submit();

        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_session_woken_for_nothing_is_struck_from_the_list()
    {
        _unfinished.Users[Alice] = 7;
        _session.Tell(new SessionDoor.Wake(Alice, 7));

        AwaitAssert(() => Assert.Empty(_unfinished.Users));
    }

    [Fact]
    public void A_second_delivery_is_the_same_request()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();

        Say(new Intent.SubmitForm("f1", FormKind.Ticket, Good));
        ExpectMsg<Reply.Creating>();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        ExpectMsg<Reply.Created>();
        Say(new Intent.SubmitForm("f1", FormKind.Ticket, Good.With("subject", "Another")));

        Assert.Equal(new TicketId(77), ExpectMsg<Reply.Created>().Report.Lines[0].Ticket!.Id);
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_lost_answer_is_looked_for_and_found()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.OutcomeUnknown("cut"));
        _poster.ExpectMsg<Poster.Show>();

        Later(TimeSpan.FromSeconds(1));
        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal(create.Mark, Assert.IsType<MarkSearch.InDescriptions>(((RedmineCall.FindTickets)look.Call).Search).Mark);
        // A copy of somebody else's, a copy of one's own, the one, and one whose mark is longer.
        Answer(look, new RedmineAnswer.TicketsFound(
        [
            Made(create, 70) with { Author = new(Choices.Bob, "Bob") }, Made(create, 79), Made(create, 78),
            Made(create, 71) with { Description = create.Mark + "1" },
        ]));

        Assert.Equal(new TicketId(78), ExpectMsg<Reply.Created>().Report.Lines[0].Ticket!.Id);
        Later(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(Asked(), c => c is RedmineCall.CreateTicket);
    }

    [Fact]
    public void What_is_not_found_is_sent_again_only_after_Redmine_had_its_time()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.OutcomeUnknown("cut"));

        var waited = TimeSpan.Zero;
        foreach (var pause in new[] { 1, 2, 4, 8, 16 })
        {
            Later(TimeSpan.FromSeconds(pause));
            waited += TimeSpan.FromSeconds(pause);
            var look = _redmine.ExpectMsg<RedmineGate.Ask>();
            Assert.IsType<RedmineCall.FindTickets>(look.Call);
            Answer(look, waited < TimeSpan.FromSeconds(10) ? new RedmineAnswer.Unreachable("away") : new RedmineAnswer.TicketsFound([]));
        }

        var (again, create) = Creation();
        Answer(again, new RedmineAnswer.TicketCreated(Made(create, 77)));
        Assert.True(waited >= TimeSpan.FromSeconds(30));
        Assert.Equal(new TicketId(77), ExpectMsg<Reply.Created>().Report.Lines[0].Ticket!.Id);
    }

    [Theory]
    [InlineData(MarkCarrier.Field)]
    [InlineData(MarkCarrier.Nothing)]
    public void Where_the_description_carries_no_mark_a_lost_ticket_is_looked_for_among_the_persons(MarkCarrier carrier)
    {
        _carrier = carrier;
        Restart();
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Assert.Equal("", create.Ticket.Description);
        CustomFieldValue[] marks = carrier == MarkCarrier.Field ? [new(Choices.MarkField.Id, [create.Mark])] : [];
        Assert.Equal(marks, create.Ticket.CustomFields);

        // What was written down counts, whatever is set by the time that it is looked for.
        _carrier = MarkCarrier.Description;
        Restart();
        Known();
        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal(Choices.Alice, Assert.IsType<MarkSearch.ByAuthor>(((RedmineCall.FindTickets)look.Call).Search).Author);
        Answer(look, new RedmineAnswer.TicketsFound([Made(create, 76) with { Subject = "Another", CustomFields = [] }, Made(create, 77)]));
        Settle();
        Later(TimeSpan.FromSeconds(30));

        Assert.Equal(new TicketId(77), Assert.IsType<Reply.Created>(_poster.ExpectMsg<Poster.Show>().Reply).Report.Lines[0].Ticket!.Id);
        Assert.DoesNotContain(Asked(), c => c is RedmineCall.CreateTicket);
    }

    [Fact]
    public void Without_a_mark_one_ticket_is_not_taken_for_two_equal_lines()
    {
        _carrier = MarkCarrier.Nothing;
        Restart();
        Say(new Intent.SubmitForm("b1", FormKind.Batch, FormValues.None.With("project", "1").With("tasks", "1. Same\n2. Same")));
        Known();
        Catalog(Choices.Demo);
        ExpectMsg<Reply.BatchTaken>();
        Shown("b1");
        Say(new Intent.CreateBatch("b1"));
        Catalog(Choices.Demo);
        ExpectMsg<Reply.BatchTaken>();
        Shown("b1");

        var (first, one) = Creation();
        Answer(first, new RedmineAnswer.OutcomeUnknown("cut"));
        Later(TimeSpan.FromSeconds(1));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsFound([Made(one, 77)]));
        Shown("b1");
        var (second, two) = Creation();
        Answer(second, new RedmineAnswer.OutcomeUnknown("cut"));
        Later(TimeSpan.FromSeconds(1));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsFound([Made(one, 77)]));
        Later(TimeSpan.FromSeconds(2));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsFound([Made(one, 77), Made(two, 78)]));

        var report = Assert.IsType<Reply.Created>(Shown("b1").Reply).Report;
        Assert.Equal([new TicketId(77), new TicketId(78)], report.Lines.Select(l => l.Ticket!.Id));
    }

    [Fact]
    public void The_field_of_the_marks_is_not_asked_for()
    {
        _carrier = MarkCarrier.Field;
        Restart();
        Say(new Intent.OpenForm(FormKind.Ticket, "Fix the tap"));
        Known();
        Catalog();

        Assert.DoesNotContain(ExpectMsg<Reply.FormShown>().Form.Fields, f => f.Key == $"cf_{Choices.MarkField.Id}");
    }

    [Fact]
    public void A_restart_in_the_middle_looks_before_it_sends()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (_, create) = Creation();

        Restart();
        Known();
        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.IsType<RedmineCall.FindTickets>(look.Call);
        Answer(look, new RedmineAnswer.TicketsFound([Made(create, 77)]));

        Settle();
        Later(TimeSpan.FromSeconds(30));
        var shown = _poster.ExpectMsg<Poster.Show>();
        Assert.Equal((Alice, "f1"), (shown.User, shown.ReplyId));
        Assert.Equal(new TicketId(77), Assert.IsType<Reply.Created>(shown.Reply).Report.Lines[0].Ticket!.Id);
        _poster.Reply(new Poster.Shown(shown, new("p1")));

        Restart();
        Later(TimeSpan.FromMinutes(5));
        _poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_may_have_been_sent_is_looked_for_also_when_the_person_may_not_act_any_more(bool isThere)
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (_, create) = Creation();

        Restart();
        Known(login: null);
        var waited = TimeSpan.Zero;
        for (var pause = TimeSpan.FromSeconds(1); !isThere && waited < TimeSpan.FromSeconds(30); pause *= 2)
        {
            Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsFound([]));
            Later(pause);
            waited += pause;
        }

        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.IsType<RedmineCall.FindTickets>(look.Call);
        Answer(look, new RedmineAnswer.TicketsFound(isThere ? [Made(create, 77)] : []));
        Settle();
        Later(TimeSpan.FromSeconds(30));

        var line = Assert.IsType<Reply.Created>(_poster.FishForMessage<Poster.Show>(s => s.Reply is Reply.Created { Report.IsFinished: true }).Reply).Report.Lines[0];
        Assert.Equal(isThere ? new TicketId(77) : null, line.Ticket?.Id);
        Assert.Empty(Asked());
    }

    [Fact]
    public void By_own_keys_what_may_have_been_sent_is_looked_for_as_soon_as_the_person_has_a_good_one()
    {
        var own = OldKey;
        Say(new Intent.SubmitForm("f1", FormKind.Ticket, Good));
        Known(own);
        Catalog(Choices.Demo);
        Assignees();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Assert.Equal(own, create.As);
        Answer(ask, new RedmineAnswer.OutcomeUnknown("cut"));
        _poster.ExpectMsg<Poster.Show>();

        Later(TimeSpan.FromSeconds(1));
        Refused(own);
        Assert.Equal(
            "Without your API key I can't look in Redmine whether it was created. Write `connect` to me in a direct message; then creating goes on, and you need not send anything again.",
            Assert.IsType<Reply.Created>(_poster.ExpectMsg<Poster.Show>().Reply).Report.Waits);
        // Disconnected meanwhile, then connected again.
        Later(TimeSpan.FromSeconds(2));
        Refused(own);
        Known(null);
        Later(TimeSpan.FromSeconds(4));
        Refused(null);
        var renewed = own with { Key = new("new") };
        Known(renewed);
        Later(TimeSpan.FromSeconds(8));
        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Same(renewed.Key, Assert.IsType<OwnKey>(look.Call.As).Key);
        Answer(look, new RedmineAnswer.TicketsFound([Made(create, 78)]));
        Assert.Equal(new TicketId(78), ExpectMsg<Reply.Created>().Report.Lines[0].Ticket!.Id);

        void Refused(OwnKey? by)
        {
            var look = _redmine.ExpectMsg<RedmineGate.Ask>();
            Assert.Equal(by, Assert.IsType<RedmineCall.FindTickets>(look.Call).As);
            Answer(look, new RedmineAnswer.OwnKeyRefused());
        }
    }

    [Fact]
    public async Task Who_is_to_be_forgotten_is_so_once_their_tickets_are_done()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        await _terms.ForgetAsync(Alice, CancellationToken.None);

        _session.Tell(new SessionDoor.Trim(Alice, All: true));
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));

        ExpectMsg<Reply.Created>();
        Assert.True(_terms.Users[Alice].All);
        _session.Tell(new SessionDoor.Told(Alice, "f1"));
        AwaitAssert(() => Assert.Empty(_unfinished.Users));
        _session.Tell(new SessionDoor.Trim(Alice, All: true));
        AwaitAssert(() => Assert.Empty(_terms.Users));
    }

    [Fact]
    public async Task Who_is_to_be_forgotten_is_not_waited_for_where_only_another_key_would_help()
    {
        var own = OldKey;
        WaitsForAnotherKey(own);
        await _terms.ForgetAsync(Alice, CancellationToken.None);

        _session.Tell(new SessionDoor.Trim(Alice, All: true));

        AwaitAssert(() => Assert.Empty(_terms.Users));
        AwaitAssert(() => Assert.Empty(_unfinished.Users));
        Later(TimeSpan.FromSeconds(60));
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_not_to_be_forgotten_any_more_is_kept()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        ExpectMsg<Reply.Created>();
        _session.Tell(new SessionDoor.Told(Alice, "f1"));
        AwaitAssert(() => Assert.Empty(_unfinished.Users));

        _session.Tell(new SessionDoor.Trim(Alice, All: true));

        // The project used last is still known.
        Say(new Intent.OpenForm(FormKind.Ticket, "Another"));
        Catalog();
        Assert.Equal(["1"], ExpectMsg<Reply.FormShown>().Form.Fields[0].Value);
    }

    [Fact]
    public void By_the_key_of_another_account_nothing_of_the_first_ones_is_looked_for_or_sent()
    {
        var own = OldKey;
        var anothers = own with { Account = own.Account with { Id = Choices.Alice + 1 } };
        WaitsForAnotherKey(own);
        Later(TimeSpan.FromSeconds(2));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.OwnKeyRefused());

        Known(anothers);
        Later(TimeSpan.FromSeconds(4));

        _redmine.ExpectNoMsg(TimeSpan.Zero);
        Later(TimeSpan.FromSeconds(8));
        Known(own);
        Later(TimeSpan.FromSeconds(16));
        Assert.Equal(own, Assert.IsType<RedmineCall.FindTickets>(_redmine.ExpectMsg<RedmineGate.Ask>().Call).As);
    }

    [Fact]
    public void What_was_not_sent_waits_for_Redmine_and_is_sent_once()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.Unreachable("refused"));
        var progress = _poster.ExpectMsg<Poster.Show>();
        Assert.False(Assert.IsType<Reply.Created>(progress.Reply).Report.IsFinished);
        _session.Tell(new Poster.Shown(progress, new("post1")));

        Later(TimeSpan.FromSeconds(1));
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));

        ExpectMsg<Reply.Created>();
        Assert.True(Assert.IsType<Reply.Created>(_poster.ExpectMsg<Poster.Show>().Reply).Report.IsFinished);
    }

    [Fact]
    public void Who_has_to_wait_hears_what_for()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff));
        Assert.Equal(
            "Redmine doesn't let me in: its REST API is switched off. Please tell your administrator. Creating goes on as soon as that is mended; you need not send anything again.",
            Waits());

        Later(TimeSpan.FromSeconds(1));
        Answer(Creation().Ask, new RedmineAnswer.Unreachable("refused"));
        Assert.Equal("Redmine doesn't answer at the moment. Creating goes on as soon as it is back; you need not do anything.", Waits());

        Later(TimeSpan.FromSeconds(2));
        Answer(Creation().Ask, new RedmineAnswer.Unreachable("refused"));
        _poster.ExpectNoMsg(TimeSpan.Zero);

        Later(TimeSpan.FromSeconds(4));
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        Assert.Null(Waits());

        string? Waits() => Assert.IsType<Reply.Created>(_poster.ExpectMsg<Poster.Show>().Reply).Report.Waits;
    }

    [Fact]
    public void A_refused_form_comes_back_filled_and_can_be_sent_again()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.Invalid(["Subject has already been taken", "No luck today"]));
        Catalog();
        Assignees();

        var form = ExpectMsg<Reply.FormShown>().Form;
        Assert.Equal("f1", form.Id);
        Assert.Equal("Subject has already been taken", form.Fields.Single(f => f.Key == "subject").Problem);
        Assert.EndsWith("No luck today", form.Problem, StringComparison.Ordinal);
        Assert.Equal(["@bob"], form.Fields.Single(f => f.Key == "assignee").Value);

        Submit(Good.With("subject", "Another"), knows: false);
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Assert.Equal("Another", create.Ticket.Subject);
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        Assert.NotNull(ExpectMsg<Reply.Created>().Report.Lines[0].Ticket);
    }

    [Fact]
    public void Who_has_gone_gets_the_result_in_the_direct_message()
    {
        var caller = CreateTestProbe();
        Submit(asker: caller);
        caller.ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Watch(caller);
        Sys.Stop(caller);
        ExpectTerminated(caller);
        Settle();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));

        Assert.True(Assert.IsType<Reply.Created>(_poster.ExpectMsg<Poster.Show>().Reply).Report.IsFinished);
    }

    [Theory]
    [InlineData("forbidden")]
    [InlineData("unknown")]
    [InlineData("account")]
    [InlineData("own key")]
    public void What_can_never_be_is_settled_and_said(string why)
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, why switch
        {
            "forbidden" => new RedmineAnswer.ProjectForbidden(1),
            "unknown" => new RedmineAnswer.ProjectUnknown(1),
            "own key" => new RedmineAnswer.OwnKeyRefused(),
            _ => new RedmineAnswer.NoSuchAccount(Login),
        });
        if (why is not ("account" or "own key"))
            _redmine.ExpectMsg<CatalogMessage.Forget>();
        Catalog();
        Assignees();

        var form = ExpectMsg<Reply.FormShown>().Form;
        Assert.NotNull(why is "account" or "own key" ? form.Problem : form.Fields.Single(f => f.Key == "project").Problem);
    }

    [Theory]
    [InlineData(FormKind.Ticket)]
    [InlineData(FormKind.Batch)]
    public void A_project_that_is_gone_before_anything_is_sent_is_said_at_its_field(FormKind kind)
    {
        Say(new Intent.SubmitForm("f1", kind, kind == FormKind.Ticket ? Good : Good.With("tasks", "1. One @bob")));
        Known();
        var read = _redmine.ExpectMsg<CatalogMessage.Read>();
        Assert.Equal(Choices.Demo, read.MembersOf);
        _redmine.Reply(new CatalogMessage.Failed(read.Tag, new RedmineAnswer.ProjectForbidden(Choices.Demo)));
        _redmine.ExpectMsg<CatalogMessage.Forget>();
        Catalog();
        Assignees();

        Assert.Equal(["project"], ExpectMsg<Reply.FormShown>().Form.Fields.Where(f => f.Problem is not null).Select(f => f.Key));
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_list_is_checked_then_created_line_by_line()
    {
        var values = FormValues.None.With("project", "1").With("tasks", "1. One @bob\n2. Two 31.02.2027\n3. Three");
        Say(new Intent.SubmitForm("b1", FormKind.Batch, values));
        Known();
        Catalog(Choices.Demo);
        Assignees();
        Assert.Equal("b1", ExpectMsg<Reply.BatchTaken>().BatchId);
        var preview = Assert.IsType<Reply.BatchChecked>(Shown("b1").Reply).Preview;
        Assert.Equal([1, 3], preview.Good.Select(l => l.Number));
        _redmine.ExpectNoMsg(TimeSpan.Zero);

        Say(new Intent.CreateBatch("b1"));
        Catalog(Choices.Demo);
        Assignees();
        ExpectMsg<Reply.BatchTaken>();
        Assert.Equal(0, Assert.IsType<Reply.Created>(Shown("b1").Reply).Report.Done);
        var (first, one) = Creation();
        Say(new Intent.CreateBatch("b1"));
        ExpectMsg<Reply.BatchTaken>();
        Answer(first, new RedmineAnswer.TicketCreated(Made(one, 77)));
        Assert.Equal(1, Assert.IsType<Reply.Created>(Shown("b1").Reply).Report.Done);
        var (second, three) = Creation();
        Assert.Equal(("One", "Three"), (one.Ticket.Subject, three.Ticket.Subject));
        Assert.NotEqual(one.Mark, three.Mark);
        Answer(second, new RedmineAnswer.Invalid(["no"]));

        var report = Assert.IsType<Reply.Created>(Shown("b1").Reply).Report;
        Assert.Equal((2, 1, 1), (report.Done, report.Created.Count(), report.Failed.Count()));
        Assert.Equal("3. Three", report.Failed.Single().Source);
        Later(TimeSpan.FromMinutes(5));
        _poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Before_the_end_the_ticket_under_way_is_finished_and_the_next_one_is_left_to_the_next_start()
    {
        Say(new Intent.SubmitForm("b1", FormKind.Batch, FormValues.None.With("project", "1").With("tasks", "1. One @bob\n2. Two")));
        Known();
        Catalog(Choices.Demo);
        Assignees();
        ExpectMsg<Reply.BatchTaken>();
        Shown("b1");
        Say(new Intent.CreateBatch("b1"));
        Catalog(Choices.Demo);
        Assignees();
        ExpectMsg<Reply.BatchTaken>();
        Shown("b1");
        var (first, one) = Creation();

        _session.Tell(SessionDoor.Drain.Instance, TestActor);
        Settle();
        Answer(first, new RedmineAnswer.TicketCreated(Made(one, 77)));

        // Before the answer there was nothing to say; were it said too early, what Settle reads would have passed it over.
        ExpectMsg<SessionDoor.Drained>();
        Assert.Equal(1, Assert.IsType<Reply.Created>(Shown("b1").Reply).Report.Done);
        Later(TimeSpan.FromMinutes(5));
        _redmine.ExpectNoMsg(TimeSpan.Zero);
        Restart();
        Known();
        Assert.Equal("Two", Creation().Call.Ticket.Subject);
    }

    [Fact]
    public void Before_the_end_who_waits_for_a_ticket_gets_it()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        _session.Tell(SessionDoor.Drain.Instance, TestActor);
        Answer(ask, new RedmineAnswer.OutcomeUnknown("cut"));
        Shown("f1");
        Later(TimeSpan.FromSeconds(1));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsFound([Made(create, 78)]));

        Assert.True(ExpectMsg<Reply.Created>().Report.IsFinished);
        ExpectMsg<SessionDoor.Drained>();
    }

    [Fact]
    public void Before_the_end_what_waits_for_Redmine_alone_is_left_to_the_next_start()
    {
        var asker = CreateTestProbe();
        Submit(asker: asker);
        asker.ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.Busy());
        Shown("f1");
        _session.Tell(SessionDoor.Drain.Instance, TestActor);
        Settle();

        Sys.Stop(asker);

        ExpectMsg<SessionDoor.Drained>();
        Later(TimeSpan.FromMinutes(5));
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_list_with_nothing_good_in_it_creates_nothing()
    {
        Say(new Intent.SubmitForm("b1", FormKind.Batch, FormValues.None.With("project", "1").With("tasks", "1. Old 01.01.2020")));
        Known();
        Catalog(Choices.Demo);
        ExpectMsg<Reply.BatchTaken>();
        Shown("b1");

        Say(new Intent.CreateBatch("b1"));
        Catalog(Choices.Demo);

        ExpectMsg<Reply.BatchTaken>();
        Assert.IsType<Reply.BatchChecked>(Shown("b1").Reply);
        Say(new Intent.CorrectForm("b1"));
        Catalog();
        Assert.Equal(["1. Old 01.01.2020"], ExpectMsg<Reply.FormShown>().Form.Fields[1].Value);
    }

    [Fact]
    public void A_private_projects_result_is_shared_only_when_the_person_is_sure()
    {
        Submit(Good.With("project", "2"), project: Choices.Secret);
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        ExpectMsg<Reply.Created>();

        Say(new Intent.ShareCreated("f1", false));
        Assert.Equal("Secret", ExpectMsg<Reply.ShareDoubted>().Project);
        Say(new Intent.ShareCreated("f1", true));
        var share = _poster.ExpectMsg<Poster.Share>();
        Assert.Equal((Origin.Channel, "share-f1"), (share.Place.Channel, share.ReplyId));
        _poster.Reply(new Poster.Shown(share, new("p1")));
        ExpectMsg<Reply.Shared>();
    }

    [Fact]
    public void What_was_asked_for_nobody_can_tell_where_is_not_shared()
    {
        _origin = Origin with { Door = Door.App, Channel = new("") };
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        Assert.False(ExpectMsg<Reply.Created>().Report.IsShareable);

        Say(new Intent.ShareCreated("f1", true));

        Assert.Equal(RefusalReason.MayNotPostThere, ExpectMsg<Reply.Refusal>().Reason);
    }

    [Theory]
    [InlineData("demo", true, "Demo")]
    [InlineData("SECRET", true, "Secret")]
    [InlineData("-", true, null)]
    [InlineData("", false, null)]
    public void A_channels_project_is_set_by_its_administrator(string typed, bool isChanged, string? name)
    {
        Say(new Intent.SetChannelProject(typed, MayManage: true));
        Known();
        Catalog();

        Assert.Equal(new Reply.ChannelProjectSet(Language.English, name, isChanged), ExpectMsg<Reply.ChannelProjectSet>());
        Assert.Equal(name is not null, _channels.Projects.ContainsKey(Origin.Channel));
    }

    [Theory]
    [InlineData("demo", false, RefusalReason.NotChannelAdmin)]
    [InlineData("other", true, RefusalReason.NoSuchProject)]
    public void A_channels_project_is_not_set_otherwise(string typed, bool mayManage, RefusalReason reason)
    {
        Say(new Intent.SetChannelProject(typed, mayManage));
        Known();
        if (mayManage)
            Catalog();

        Assert.Equal(reason, ExpectMsg<Reply.Refusal>().Reason);
        Assert.Empty(_channels.Projects);
    }

    [Theory]
    [InlineData("away", RefusalReason.RedmineAway)]
    [InlineData("none", RefusalReason.NoProjects)]
    public void Nothing_is_begun_while_Redmine_cannot_say(string why, RefusalReason reason)
    {
        Say(new Intent.SubmitForm("f1", FormKind.Ticket, Good));
        Known();
        var read = _redmine.ExpectMsg<CatalogMessage.Read>();
        _redmine.Reply(why == "away"
            ? new CatalogMessage.Failed(read.Tag, new RedmineAnswer.Unreachable("gone"))
            : new CatalogMessage.Known(read.Tag, Choices.Of(null, Choices.Project(1, "Look only", false) with { Roles = [4] })));

        Assert.Equal(reason, ExpectMsg<Reply.Refusal>().Reason);
        if (why == "none")
            _redmine.ExpectMsg<CatalogMessage.Forget>();
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_session_that_fails_while_a_ticket_is_under_way_does_not_send_it_twice_and_who_waits_has_the_result()
    {
        Submit();
        ExpectMsg<Reply.Creating>();
        var (ask, create) = Creation();
        var other = CreateTestProbe();
        EventFilter.Error(contains: "has failed on OpenForm").ExpectOne(() =>
            _session.Tell(new SessionDoor.Command(new Intent.OpenForm(FormKind.Ticket, ""), _origin with { Channel = ChannelProjectsInMemory.Poison }), other));
        Assert.Equal(RefusalReason.OurFault, other.ExpectMsg<Reply.Refusal>().Reason);
        Known();
        ExpectMsg<Reply.Creating>();

        var look = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.IsType<RedmineCall.FindTickets>(look.Call);
        // What the session before asked for is answered now.
        Answer(ask, new RedmineAnswer.TicketCreated(Made(create, 77)));
        Answer(look, new RedmineAnswer.TicketsFound([Made(create, 77)]));

        Assert.Equal(new TicketId(77), ExpectMsg<Reply.Created>().Report.Lines[0].Ticket!.Id);
        Settle();
        Assert.Empty(Asked());
    }

    [Fact]
    public void A_form_on_which_the_session_fails_before_it_is_written_down_is_refused_and_can_be_sent_again()
    {
        _unfinished.Waits = new();
        Submit();
        Settle();
        EventFilter.Error(contains: "has failed on OpenForm").ExpectOne(() =>
            _session.Tell(new SessionDoor.Command(new Intent.OpenForm(FormKind.Ticket, ""), _origin with { Channel = ChannelProjectsInMemory.Poison }), CreateTestProbe()));
        Assert.Equal(RefusalReason.OurFault, ExpectMsg<Reply.Refusal>().Reason);
        _unfinished.Waits.SetResult();
        Settle();
        Assert.Empty(Asked());

        _unfinished.Waits = null;
        Submit();
        ExpectMsg<Reply.Creating>();
        Creation();
    }

    [Fact]
    public void Forms_that_are_not_known_any_more_are_refused()
    {
        Say(new Intent.CreateBatch("gone"));
        Known();
        Assert.Equal(RefusalReason.FormExpired, ExpectMsg<Reply.Refusal>().Reason);
        Say(new Intent.CorrectForm("gone"));
        Assert.Equal(RefusalReason.FormExpired, ExpectMsg<Reply.Refusal>().Reason);
        Say(new Intent.ShareCreated("gone", true));
        Assert.Equal(RefusalReason.FormExpired, ExpectMsg<Reply.Refusal>().Reason);
    }

    private void Say(Intent intent) => _session.Tell(new SessionDoor.Command(intent, _origin), TestActor);

    private void Submit(FormValues? values = null, bool knows = true, int project = Choices.Demo, IActorRef? asker = null)
    {
        _session.Tell(new SessionDoor.Command(new Intent.SubmitForm("f1", FormKind.Ticket, values ?? Good), _origin), asker ?? TestActor);
        if (knows)
            Known();
        Catalog(project);
        Assignees();
    }

    private void Known() => Known(Login);

    private void Known(RedmineIdentity? login)
    {
        var resolve = _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Resolved(new(resolve.User, "alice", Language.English, TimeZoneInfo.Utc, login, login is null ? RefusalReason.NotMapped : null)));
    }

    private void Catalog(int? membersOf = null)
    {
        var read = _redmine.ExpectMsg<CatalogMessage.Read>();
        Assert.Equal(membersOf, read.MembersOf);
        var choices = Choices.Of(membersOf);
        _redmine.Reply(new CatalogMessage.Known(read.Tag, _carrier == MarkCarrier.Field ? Choices.Marking(choices) : choices));
    }

    private void Assignees()
    {
        var find = _people.ExpectMsg<PeopleDirectory.FindAssignees>();
        _people.Reply(new PeopleDirectory.AssigneesFound(
            find.Tag, find.People.ToDictionary(p => p, Assignee (p) => new Assignee.Known(p[1..], new(Choices.Bob, "bob", "Bob", false)))));
    }

    private (RedmineGate.Ask Ask, RedmineCall.CreateTicket Call) Creation()
    {
        var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
        return (ask, Assert.IsType<RedmineCall.CreateTicket>(ask.Call));
    }

    private IReadOnlyList<RedmineCall> Asked() => [.. _redmine.ReceiveWhile<object>(TimeSpan.FromMilliseconds(50), m => m).OfType<RedmineGate.Ask>().Select(a => a.Call)];

    private static CreatedTicket Made(RedmineCall.CreateTicket create, int id) => new(
        new(id), new(create.Ticket.Project, "Demo"), new(1, "Bug"), new(2, "Reported"), new(4, "Normal"), new(Choices.Alice, "Alice"), create.Ticket.Subject,
        DateTimeOffset.UnixEpoch)
    {
        Assignee = create.Ticket.Assignee is { } assignee ? new(assignee, "Bob") : null,
        Description = create.Ticket.Description,
        StartDate = create.Ticket.StartDate,
        DueDate = create.Ticket.DueDate,
        CustomFields = create.Ticket.CustomFields,
    };

    private void Answer(RedmineGate.Ask ask, RedmineAnswer answer) => _session.Tell(new RedmineGate.Answered(ask.Tag, ask.Call, answer));

    private Poster.Show Shown(string replyId)
    {
        var show = _poster.ExpectMsg<Poster.Show>();
        Assert.Equal(replyId, show.ReplyId);
        _poster.Reply(new Poster.Shown(show, new("p1")));
        return show;
    }

    private void Later(TimeSpan by)
    {
        Settle();
        Advance(by);
        Settle();
    }

    private void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            _session.Tell(new Identify(0), TestActor);
            FishForMessage<ActorIdentity>(_ => true);
        }
    }

    private void Restart()
    {
        Watch(_session);
        Sys.Stop(_session);
        FishForMessage<Terminated>(_ => true);
        _session = Start();
    }

    /// <summary>The answer to a creation was lost, and the key is refused since.</summary>
    private void WaitsForAnotherKey(OwnKey own)
    {
        Say(new Intent.SubmitForm("f1", FormKind.Ticket, Good));
        Known(own);
        Catalog(Choices.Demo);
        Assignees();
        ExpectMsg<Reply.Creating>();
        Answer(Creation().Ask, new RedmineAnswer.OutcomeUnknown("cut"));
        _poster.ExpectMsg<Poster.Show>();
        Later(TimeSpan.FromSeconds(1));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.OwnKeyRefused());
        _poster.ExpectMsg<Poster.Show>();
    }

    private IActorRef Start()
    {
        var settings = new SessionSettings(Language.English) { NewId = () => $"form-{++_ids}", Mark = _carrier };
        return _door.ChildActorOf(Session(settings), SupervisorStrategy.DefaultStrategy);
    }

    private Props Session(SessionSettings settings) => 
        SessionProps.Of(Alice, settings, Clock, _people, _redmine, formatter: _door, _poster, inbox: _door, _channels, _unfinished, _terms);
}
