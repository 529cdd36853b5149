using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>The client without an administrator's key: each person by their own.</summary>
public abstract class ClientOwnKeySpec : ClientSpec
{
    private static readonly UserId Person = new("person");
    private readonly PlainSeal _seal = new();
    private readonly RedmineApi _keyless;

    protected ClientOwnKeySpec(RedmineUnderTest redmine)
        : base(redmine) => _keyless = new(redmine.Url, null, seal: _seal);

    [SkippableFact]
    public async Task Without_a_key_is_seen_that_Redmine_answers() => await Keyless<RedmineAnswer.Reached>(new RedmineCall.CheckKey());

    [SkippableTheory]
    [InlineData("bob")]
    [InlineData("admin")]
    public async Task Key_says_whose_it_is(string login)
    {
        var own = await OwnKeyOf(login);
        var account = (await Keyless<RedmineAnswer.OwnKeyChecked>(new RedmineCall.CheckOwnKey(Person, own.Key))).Account;
        Assert.Equal((await Redmine.UserId(login), login, false), (account.Id, account.Login, account.IsLocked));
    }

    [SkippableTheory]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    public async Task Person_sees_by_their_key_what_they_see_as_themselves(string login, bool seesSecret)
    {
        var own = await OwnKeyOf(login);
        var secret = await Created("alice", await Ticket("secret"));

        var seen = await Keyless<RedmineAnswer.TicketsSeen>(new RedmineCall.SeeTickets(own, [secret.Id]));
        Assert.Equal(seesSecret, seen.Tickets.Contains(secret.Id));
        var projects = (await Keyless<RedmineAnswer.ProjectsRead>(new RedmineCall.ReadProjects(own))).Projects;
        Assert.Equal(await Redmine.UserId(login), projects.UserId);
        Assert.Equal(seesSecret, projects.Projects.Any(p => p.Identifier == "secret"));
        var members = await _keyless.SendAsync(new RedmineCall.ReadMembers(own, await Redmine.ProjectId("secret")), CancellationToken.None);
        Assert.Equal(seesSecret, members is RedmineAnswer.MembersRead);
    }

    [SkippableFact]
    public async Task Ticket_by_a_persons_key_is_theirs_listed_and_found()
    {
        var own = await OwnKeyOf("bob");
        var asked = await Ticket("demo");
        var mark = Unique();
        var made = (await Keyless<RedmineAnswer.TicketCreated>(new RedmineCall.CreateTicket(own, mark, asked with { Description = mark }))).Ticket;
        Assert.Equal("Bob Tester", made.Author.Name);

        var listed = await Keyless<RedmineAnswer.TicketsListed>(new RedmineCall.ListTickets(own, TicketList.CreatedByMe, 1, 10));
        Assert.Equal(made.Id, listed.Page.Tickets[0].Id);
        var found = await Keyless<RedmineAnswer.TicketsFound>(new RedmineCall.FindTickets(new MarkSearch.InDescriptions(mark, null), own));
        Assert.Equal(made.Id, Assert.Single(found.Tickets).Id);
    }

    [SkippableTheory]
    [InlineData("bob")]
    [InlineData("admin")]
    public async Task Catalog_by_a_persons_key_is_the_same_for_all_and_has_no_custom_fields(string login)
    {
        var read = (await Keyless<RedmineAnswer.CatalogRead>(new RedmineCall.ReadCatalog(await OwnKeyOf(login)))).Catalog;
        var whole = await Catalog();
        Assert.Equal(whole.Trackers.Select(t => (t.Id, t.Name, t.DefaultStatus)), read.Trackers.Select(t => (t.Id, t.Name, t.DefaultStatus)));
        Assert.Equal(whole.Statuses, read.Statuses);
        Assert.Equal(whole.Priorities, read.Priorities);
        Assert.Equal(whole.Roles.Select(r => (r.Id, r.MayAddTickets)), read.Roles.Select(r => (r.Id, r.MayAddTickets)));
        Assert.Equal(whole.NonMember?.Id, read.NonMember?.Id);
        Assert.Empty(read.CustomFields);
    }

    [SkippableTheory]
    [InlineData("locked")]
    [InlineData(null)]
    public async Task Key_that_is_dead_does_nothing_not_even_what_everybody_may(string? login)
    {
        var own = login is null ? Own(new(1, "admin", "", false), new string('0', 40)) : await OwnKeyOf(login);
        await Keyless<RedmineAnswer.OwnKeyRefused>(new RedmineCall.CheckOwnKey(Person, own.Key));
        foreach (var call in await Calls(own))
            await Keyless<RedmineAnswer.OwnKeyRefused>(call);
    }

    [SkippableFact]
    public async Task Key_of_another_account_or_person_does_nothing()
    {
        var (alice, bob) = (await OwnKeyOf("alice"), await OwnKeyOf("bob"));
        RedmineIdentity[] wrong = [alice with { Key = bob.Key }, alice with { Person = new("somebody") }, alice with { Key = new("broken") }];
        foreach (var own in wrong)
        {
            foreach (var call in await Calls(own))
                await Keyless<RedmineAnswer.OwnKeyRefused>(call);
        }
    }

    [SkippableFact]
    public async Task What_needs_an_administrators_key_is_not_done_without_one()
    {
        RedmineCall[] calls =
        [
            .. await Calls(Login("alice")),
            new RedmineCall.ReadCatalog(),
            new RedmineCall.FindTickets(new MarkSearch.ByAuthor(1, null)),
            new RedmineCall.FindUsers([Login("alice")]),
            new RedmineCall.ReadAccounts(AccountStatus.Active, null, 0),
        ];
        foreach (var call in calls)
            await Keyless<RedmineAnswer.OwnKeyRefused>(call);
    }

    protected override void Dispose(bool disposing)
    {
        _keyless.Dispose();
        base.Dispose(disposing);
    }

    private async Task<RedmineCall[]> Calls(RedmineIdentity identity) =>
    [
        new RedmineCall.SeeTickets(identity, [new(1)]),
        new RedmineCall.ListTickets(identity, TicketList.AssignedToMe, 1, 10),
        new RedmineCall.ReadProjects(identity),
        new RedmineCall.ReadMembers(identity, await Redmine.ProjectId("demo")),
        new RedmineCall.CreateTicket(identity, Unique(), await Ticket("demo")),
        .. identity is OwnKey ? new RedmineCall[] { new RedmineCall.ReadCatalog(identity), new RedmineCall.FindTickets(new MarkSearch.ByAuthor(1, null), identity) } : [],
    ];

    private async Task<OwnKey> OwnKeyOf(string login)
    {
        var user = (await Redmine.Get($"/users/{await Redmine.UserId(login)}.json")).Json["user"]!;
        return Own(new((int)user["id"]!, login, "", false), (string)user["api_key"]!);
    }

    private OwnKey Own(RedmineUser account, string text)
    {
        Assert.True(RedmineKey.TryParse(text, out var key));
        return new(Person, account, _seal.Seal(Person, key));
    }

    private async Task<T> Keyless<T>(RedmineCall call)
        where T : RedmineAnswer => Assert.IsType<T>(await _keyless.SendAsync(call, CancellationToken.None));

    public sealed class OnStandIn(StandIn redmine) : ClientOwnKeySpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : ClientOwnKeySpec(redmine), IClassFixture<RealRedmine>;
}
