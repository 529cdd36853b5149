using System.Net;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Redmine;

/// <summary>Answers that are JSON, and none of Redmine's.</summary>
public sealed class RedmineApiTests
{
    public static TheoryData<RedmineCall, string> Odd => new()
    {
        { new RedmineCall.CheckKey(), """{"user":{"id":1,"login":null,"admin":true}}""" },
        { new RedmineCall.ListTickets(new RedmineLogin("alice"), TicketList.AssignedToMe, 1, 20), """{"issues":[{"id":1,"project":null}],"total_count":1}""" },
        { new RedmineCall.ReadMembers(new RedmineLogin("alice"), 1), """{"memberships":[{"user":{"id":1},"roles":[]}],"total_count":1}""" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task An_answer_that_lacks_what_is_always_there_is_told_as_such(RedmineCall call, string body) =>
        Assert.IsType<RedmineAnswer.Unexpected>(await SendAsync(call, HttpStatusCode.OK, body));

    [Fact]
    public async Task Of_a_ticket_without_its_names_nobody_knows_what_became() =>
        Assert.IsType<RedmineAnswer.OutcomeUnknown>(await SendAsync(
            new RedmineCall.CreateTicket(new RedmineLogin("alice"), "mark", new() { Project = 1, Subject = "x" }), HttpStatusCode.Created, """{"issue":{"id":1,"project":{"id":1}}}"""));

    [Fact]
    public async Task A_reason_that_is_no_text_is_none() =>
        Assert.Equal(["a"], Assert.IsType<RedmineAnswer.Invalid>(await SendAsync(
            new RedmineCall.CreateTicket(new RedmineLogin("alice"), "mark", new() { Project = 1, Subject = "x" }), HttpStatusCode.UnprocessableEntity, """{"errors":[null,"a"]}""")).Errors);

    private static async Task<RedmineAnswer> SendAsync(RedmineCall call, HttpStatusCode status, string body)
    {
        using var redmine = new Fixed(status, body);
        using var api = new RedmineApi(new("https://redmine.example.org/"), "key", redmine);
        return await api.SendAsync(call, default);
    }

    private sealed class Fixed(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body) });
    }
}
