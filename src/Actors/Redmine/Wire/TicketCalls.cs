using System.Globalization;
using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>Reading tickets.</summary>
internal static class TicketCalls
{
    public static Task<RedmineAnswer> See(RedmineExchange exchange, RedmineCall.SeeTickets call) =>
        UnlessForbidden(exchange, call.As, new RedmineAnswer.TicketsSeen(new HashSet<TicketId>()), () => SeeAny(exchange, call));

    public static Task<RedmineAnswer> List(RedmineExchange exchange, RedmineCall.ListTickets call) =>
        UnlessForbidden(exchange, call.As, new RedmineAnswer.TicketsListed(new TicketPage(call.List, call.Page, call.PageSize, 0, [])), () => ListAny(exchange, call));

    /// <summary>
    /// A key that has just been refused gets the public's view with a success, in which a ticket is missing that exists; so the key is
    /// looked at first, as a person's own always is.
    /// </summary>
    public static async Task<RedmineAnswer> Find(RedmineExchange exchange, RedmineCall.FindTickets call)
    {
        if (call.As is null && await AccountCalls.CheckKey(exchange) is RedmineAnswer.KeyChecked { IsAdministrator: false })
            return new RedmineAnswer.Misconfigured(RedmineTrouble.KeyNotAdministrator);
        return await UnlessForbidden(exchange, call.As, new RedmineAnswer.MayNotView(), async () =>
        {
            var rows = await exchange.GetAll(
                () => Filter(exchange.Request("issues.json"), call.Search).SetQueryParam("status_id", "*").SetQueryParam("sort", "id"), "issues", call.As);
            return new RedmineAnswer.TicketsFound([.. rows.Select(CreationCalls.Read)]);
        });
    }

    /// <summary>
    /// Redmine forbids whoever may view tickets in no project to ask for any, with the same status as everybody where its REST service is
    /// off: which of both it is says whether it still knows who is asking.
    /// </summary>
    /// <param name="forbidden">The answer to whoever may view none.</param>
    private static async Task<RedmineAnswer> UnlessForbidden(RedmineExchange exchange, RedmineIdentity? identity, RedmineAnswer forbidden, Func<Task<RedmineAnswer>> read)
    {
        try
        {
            return await read();
        }
        catch (RedmineRefusalException refused) when (identity is not null && refused.Answer is RedmineAnswer.Misconfigured { Trouble: RedmineTrouble.RestOff })
        {
            // A person's own key was looked at just before.
            return identity is OwnKey ? forbidden
                : await AccountCalls.CheckKey(exchange) is RedmineAnswer.KeyChecked { IsAdministrator: true } ? forbidden
                : refused.Answer;
        }
    }

    private static async Task<RedmineAnswer> SeeAny(RedmineExchange exchange, RedmineCall.SeeTickets call)
    {
        var answer = await exchange.Get(
            exchange.Request("issues.json")
                .SetQueryParam("issue_id", string.Join(',', call.Tickets))
                .SetQueryParam("status_id", "*")
                .SetQueryParam("limit", RedmineCall.MaxRows),
            call.As);
        return new RedmineAnswer.TicketsSeen(answer.GetProperty("issues").EnumerateArray().Select(i => new TicketId(i.Id())).ToHashSet());
    }

    private static async Task<RedmineAnswer> ListAny(RedmineExchange exchange, RedmineCall.ListTickets call)
    {
        var answer = await exchange.Get(
            exchange.Request("issues.json")
                .SetQueryParam(call.List == TicketList.AssignedToMe ? "assigned_to_id" : "author_id", "me")
                .SetQueryParam("status_id", "open")
                .SetQueryParam("sort", "updated_on:desc,id:desc")
                .SetQueryParam("limit", call.PageSize)
                .SetQueryParam("offset", (call.Page - 1) * call.PageSize),
            call.As);
        return new RedmineAnswer.TicketsListed(
            new TicketPage(
                call.List,
                call.Page,
                call.PageSize,
                answer.GetProperty("total_count").GetInt32(),
                [.. answer.GetProperty("issues").EnumerateArray().Select(ReadRow)]));
    }

    private static IFlurlRequest Filter(IFlurlRequest request, MarkSearch search) => search switch
    {
        MarkSearch.InDescriptions text => Since(request.SetQueryParam("description", "~" + text.Mark), text.Since),
        MarkSearch.ByAuthor author => Since(request.SetQueryParam("author_id", author.Author), author.Since),
        _ => throw new ArgumentOutOfRangeException(nameof(search), search, "Not a way to find a ticket."),
    };

    /// <summary>Redmine takes neither fractions of a second nor offsets from UTC.</summary>
    private static IFlurlRequest Since(IFlurlRequest request, DateTimeOffset? since) => since is not { } moment
        ? request
        : request.SetQueryParam("created_on", ">=" + moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    private static Ticket ReadRow(JsonElement issue) => new(
        new TicketId(issue.Id()),
        issue.GetProperty("project").Required("name"),
        issue.GetProperty("tracker").Required("name"),
        issue.GetProperty("status").Required("name"),
        issue.GetProperty("priority").Required("name"),
        issue.Required("subject"),
        issue.GetProperty("author").Required("name"),
        issue.Named("assigned_to")?.Name,
        issue.Moment("updated_on"),
        issue.Day("due_date"));
}
