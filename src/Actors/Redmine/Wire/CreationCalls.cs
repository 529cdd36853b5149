using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>Creating a ticket, by the project's own route: the general one answers a forbidden project like a missing subject.</summary>
internal static class CreationCalls
{
    public static async Task<RedmineAnswer> Create(RedmineExchange exchange, RedmineCall.CreateTicket call)
    {
        var project = call.Ticket.Project;
        var (status, body) = await exchange.Post(exchange.Request("projects", project, "issues.json"), call.As, Write(call.Ticket));
        return status switch
        {
            201 => Created(body),
            403 => new RedmineAnswer.ProjectForbidden(project),
            404 => new RedmineAnswer.ProjectUnknown(project),
            422 => new RedmineAnswer.Invalid(Errors(body)),
            >= 300 and < 500 => RedmineExchange.Refusal(status, call.As),
            _ => new RedmineAnswer.OutcomeUnknown($"Redmine answered {status}"),
        };
    }

    private static RedmineAnswer.TicketCreated Created(string body)
    {
        var ticket = Read(JsonSerializer.Deserialize<JsonElement>(body).GetProperty("issue"));
        // Where no front server says the time, this does.
        return new(ticket) { ServerTime = ticket.CreatedOn };
    }

    public static CreatedTicket Read(JsonElement issue) => new(
        new TicketId(issue.Id()),
        issue.GetProperty("project").Named(),
        issue.GetProperty("tracker").Named(),
        issue.GetProperty("status").Named(),
        issue.GetProperty("priority").Named(),
        issue.GetProperty("author").Named(),
        issue.Required("subject"),
        issue.Moment("created_on"))
    {
        Assignee = issue.Named("assigned_to"),
        Description = issue.Lines("description"),
        StartDate = issue.Day("start_date"),
        DueDate = issue.Day("due_date"),
        EstimatedHours = issue.Fraction("estimated_hours"),
        DoneRatio = issue.Number("done_ratio") ?? 0,
        IsPrivate = issue.Flag("is_private"),
        CustomFields = issue.CustomFieldValues(),
    };

    /// <summary>A stale form of the web's is answered without a body, another one with an empty list.</summary>
    private static string[] Errors(string body) =>
        body.Length == 0 ? [] : [.. JsonSerializer.Deserialize<JsonElement>(body).List("errors").Texts()];

    private static ReadOnlyMemory<byte> Write(NewTicket ticket)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("issue");
            Number(json, "tracker_id", ticket.Tracker);
            Number(json, "status_id", ticket.Status);
            Number(json, "priority_id", ticket.Priority);
            json.WriteString("subject", ticket.Subject);
            if (ticket.Description.Length > 0)
                json.WriteString("description", ticket.Description);
            Number(json, "assigned_to_id", ticket.Assignee);
            Day(json, "start_date", ticket.StartDate);
            Day(json, "due_date", ticket.DueDate);
            if (ticket.EstimatedHours is { } hours)
                json.WriteNumber("estimated_hours", hours);
            Number(json, "done_ratio", ticket.DoneRatio);
            CustomFields(json, ticket.CustomFields);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static void Number(Utf8JsonWriter json, string key, int? number)
    {
        if (number is { } n)
            json.WriteNumber(key, n);
    }

    private static void Day(Utf8JsonWriter json, string key, DateOnly? day)
    {
        if (day is { } d)
            json.WriteString(key, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void CustomFields(Utf8JsonWriter json, IReadOnlyList<CustomFieldValue> fields)
    {
        if (fields.Count == 0)
            return;
        json.WriteStartArray("custom_fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteNumber("id", field.Field);
            // A field of several values takes a single one or an empty text as well, but one of a single value takes no list.
            if (field.Values.Count > 1)
                Several(json, field.Values);
            else
                json.WriteString("value", field.Values.FirstOrDefault(""));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Several(Utf8JsonWriter json, IReadOnlyList<string> values)
    {
        json.WriteStartArray("value");
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
