using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>Reading tickets, and finding out whether one was made.</summary>
public abstract class ClientSearchSpec(RedmineUnderTest redmine) : ClientSpec(redmine)
{
    [SkippableFact]
    public async Task Tickets_are_seen_by_those_who_may()
    {
        var (_, ids) = await Redmine.Tickets();
        TicketId[] asked = [.. ids.Values.Select(i => new TicketId(i)), new(99_999_999)];
        Assert.Equal(5, (await Send<RedmineAnswer.TicketsSeen>(new RedmineCall.SeeTickets(Login("alice"), asked))).Tickets.Count);
        var bobs = (await Send<RedmineAnswer.TicketsSeen>(new RedmineCall.SeeTickets(Login("bob"), asked))).Tickets;
        Assert.Equal(ids.Where(i => i.Key != "secret").Select(i => new TicketId(i.Value)).ToHashSet(), bobs);
        Assert.Equal(Login("nosuch"), (await Send<RedmineAnswer.NoSuchAccount>(new RedmineCall.SeeTickets(Login("nosuch"), asked))).Login);
    }

    [SkippableFact]
    public async Task Tickets_are_listed_newest_first()
    {
        var (word, ids) = await Redmine.Tickets();
        var page = (await Send<RedmineAnswer.TicketsListed>(new RedmineCall.ListTickets(Login("bob"), TicketList.CreatedByMe, 1, 100))).Page;
        var mine = page.Tickets.Single(t => t.Id.Value == ids["bobs"]);
        Assert.Equal(
            ($"{word} bobs", "Demo", "Bug", "New", "Low", "Bob Tester", "Bob Tester", new DateOnly(2099, 1, 1)),
            (mine.Subject, mine.Project, mine.Tracker, mine.Status, mine.Priority, mine.Author, mine.Assignee, mine.DueDate));
        // Redmine's own time is finer than the second that it tells.
        Assert.Equal(page.Tickets.Select(t => t.UpdatedOn).OrderDescending(), page.Tickets.Select(t => t.UpdatedOn));
        var second = (await Send<RedmineAnswer.TicketsListed>(new RedmineCall.ListTickets(Login("alice"), TicketList.CreatedByMe, 2, 1))).Page;
        Assert.Equal((2, 1), (second.Page, Assert.Single(second.Tickets) is not null ? 1 : 0));
        Assert.True(second.Total >= 4);
    }

    [SkippableFact]
    public async Task Mark_in_a_description_is_found_wherever_the_ticket_is()
    {
        var mark = Unique();
        var first = await Created("alice", await Ticket("secret") with { Description = $"text\n\nmark {mark}-01" });
        var second = await Created("bob", await Ticket("demo") with { Description = $"mark {mark}-02" });
        await Created("bob", await Ticket("demo") with { Description = $"mark {mark[..^1]}!" });

        var both = await Found(new MarkSearch.InDescriptions(mark, first.CreatedOn));
        Assert.Equal([first.Id, second.Id], both.Select(t => t.Id));
        Assert.Equal((first.Author.Id, first.Subject, $"text\n\nmark {mark}-01", first.CreatedOn), (both[0].Author.Id, both[0].Subject, both[0].Description, both[0].CreatedOn));
        Assert.Equal(second.Id, Assert.Single(await Found(new MarkSearch.InDescriptions($"{mark}-02", null))).Id);
        Assert.Empty(await Found(new MarkSearch.InDescriptions($"{mark}-03", null)));
        Assert.Empty(await Found(new MarkSearch.InDescriptions(mark, second.CreatedOn.AddDays(1))));
        Assert.Equal(2, (await Found(new MarkSearch.InDescriptions(mark, first.CreatedOn.AddSeconds(-2).ToOffset(TimeSpan.FromHours(3))))).Count);
    }

    [SkippableFact]
    public async Task Mark_in_a_field_is_told_with_the_persons_tickets_and_dropped_where_the_project_lacks_it()
    {
        var (mark, field) = (Unique(), await Redmine.FieldId("Reason"));
        var ticket = await Created("alice", await Ticket("fields") with { CustomFields = [new(field, [$"{mark}-01"])] });
        var dropped = await Created("alice", await Ticket("demo") with { CustomFields = [new(field, [$"{mark}-02"])] });
        var foreign = await Created("bob", await Ticket("fields") with { CustomFields = [new(field, [$"{mark}-03"])] });

        var found = await Found(new MarkSearch.ByAuthor(ticket.Author.Id, ticket.CreatedOn));
        Assert.Contains(new CustomFieldValue(field, [$"{mark}-01"]), ticket.CustomFields);
        Assert.Equal(ticket.CustomFields, found.Single(t => t.Id == ticket.Id).CustomFields);
        Assert.DoesNotContain(dropped.CustomFields, f => f.Field == field);
        Assert.DoesNotContain(found.Single(t => t.Id == dropped.Id).CustomFields, f => f.Field == field);
        Assert.DoesNotContain(found, t => t.Id == foreign.Id);
    }

    [SkippableFact]
    public async Task Tickets_of_a_person_are_found_by_time()
    {
        // Subjects that Redmine itself can't be asked for exactly.
        var subject = $"~{Unique()}|{Unique()}";
        var ticket = await Created("ivan", await Ticket("demo", subject));
        var found = await Found(new MarkSearch.ByAuthor(ticket.Author.Id, ticket.CreatedOn));
        Assert.Equal(ticket.Id, Assert.Single(found, t => t.Subject == subject).Id);
        Assert.All(found, t => Assert.Equal(ticket.Author.Id, t.Author.Id));
        // Redmine keeps fractions that it doesn't tell, and begins just after the second before.
        Assert.All(found, t => Assert.True(t.CreatedOn >= ticket.CreatedOn.AddSeconds(-1)));
        Assert.Empty(await Found(new MarkSearch.ByAuthor(ticket.Author.Id, ticket.CreatedOn.AddDays(1))));
    }

    /// <summary>Where nothing carries a mark, a ticket is recognized by its text.</summary>
    [SkippableTheory]
    [InlineData("  blanks   inside and around ", "  begins with blanks\r\nand ends with lines\r\n\r\n")]
    [InlineData("~|<b>&amp;\t«ёж» 🦔", "tab\there, zero\0width\u200b, <pre>& \"quotes\"</pre>\n\n\n* 🦔\n|a|b|")]
    [InlineData("=e\u0301 / \u00e9", "\u00a0hard blanks\u00a0\n\u2028separators\u2029 \\ {{toc}} #1 \u202eright")]
    public async Task What_was_sent_is_found_to_the_letter(string subject, string description)
    {
        var asked = await Ticket("demo", subject + Unique()) with { Tracker = (await Catalog()).Trackers[1].Id, Description = description };
        var made = await Created("ivan", asked);

        var found = (await Found(new MarkSearch.ByAuthor(made.Author.Id, made.CreatedOn))).Single(t => t.Id == made.Id);
        Assert.Equal(
            (asked.Project, asked.Tracker, asked.Subject, asked.Description.TrimEnd()),
            (found.Project.Id, found.Tracker.Id, found.Subject, found.Description.TrimEnd()));
    }

    [SkippableFact]
    public async Task Key_that_is_refused_doesnt_claim_that_nothing_was_found()
    {
        using var stranger = new RedmineApi(Redmine.Url, "0123456789012345678901234567890123456789");
        var answer = await stranger.SendAsync(new RedmineCall.FindTickets(new MarkSearch.InDescriptions(Unique(), null)), CancellationToken.None);
        Assert.Equal(RedmineTrouble.KeyRefused, Assert.IsType<RedmineAnswer.Misconfigured>(answer).Trouble);
    }

    public sealed class OnStandIn(StandIn redmine) : ClientSearchSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : ClientSearchSpec(redmine), IClassFixture<RealRedmine>;
}
