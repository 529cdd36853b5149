using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Forms;

/// <summary>
/// A field of the ticket form, whole: its words, when it is there, its choices, how it is read and where it goes in Redmine. A further
/// field is one more value in <see cref="TicketFormFields"/>, and no door changes.
/// </summary>
/// <param name="Label">The field's name in the reader's language.</param>
/// <param name="Read">Gets the values that are not blank; asked also when there are none.</param>
internal sealed record TicketFormField(
    string Key, FieldKind Kind, Func<TicketFormContext, string> Label, Func<TicketFormContext, IReadOnlyList<string>, FieldReading> Read)
{
    public bool IsRequired { get; init; }

    public bool Refreshes { get; init; }

    /// <summary>The name of the sentence; null for none.</summary>
    public string? Help { get; init; }

    public Func<TicketFormContext, bool> IsShown { get; init; } = _ => true;

    public Func<TicketFormContext, IEnumerable<FieldChoice>> Choices { get; init; } = _ => [];

    /// <summary>What it begins with; null for nothing.</summary>
    public Func<TicketFormContext, string?> Default { get; init; } = _ => null;

    /// <summary>What Redmine calls it when it refuses a ticket, in the languages we speak. It gives no better names.</summary>
    public IReadOnlyList<string> NamesInRedmine { get; init; } = [];

    /// <summary>A choice by its number, one of those offered.</summary>
    public static TicketFormField Choice(string key, string label, Func<NewTicket, int, NewTicket> put, Func<TicketFormContext, IEnumerable<FieldChoice>> choices)
    {
        return new(key, FieldKind.Choice, c => c.Say[label], Read) { Choices = choices };

        FieldReading Read(TicketFormContext context, IReadOnlyList<string> values)
        {
            if (values is not [var value, ..])
                return FieldReading.Nothing;
            return choices(context).Any(c => c.Value == value) && int.TryParse(value, out var id)
                ? FieldReading.Of(t => put(t, id))
                : FieldReading.Wrong(context.Say["ProblemNotAChoice"]);
        }
    }

    public static TicketFormField Date(string key, string label, Func<NewTicket, DateOnly, NewTicket> put, Func<TicketFormContext, DateOnly, string?>? check = null) =>
        new(key, FieldKind.Date, c => c.Say[label], (context, values) => values is not [var value, ..]
            ? FieldReading.Nothing
            : ReadDate(context, value, day => check?.Invoke(context, day) is { } problem ? FieldReading.Wrong(problem) : FieldReading.Of(t => put(t, day))))
        {
            Help = "HelpDate",
        };

    /// <summary>A day as people write it; what is none is said to be wrong.</summary>
    public static FieldReading ReadDate(TicketFormContext context, string typed, Func<DateOnly, FieldReading> then) => DateWords.Read(typed, context.Today) switch
    {
        { Value: { } day } => then(day),
        { Problem: ReadingProblem.Unreal or ReadingProblem.OutOfRange } => FieldReading.Wrong(context.Say.Format("ProblemDateUnreal", typed)),
        { Problem: ReadingProblem.Ambiguous } => FieldReading.Wrong(context.Say.Format("ProblemDateAmbiguous", typed)),
        _ => FieldReading.Wrong(context.Say.Format("ProblemDateNotUnderstood", typed)),
    };

    public static TicketFormField Hours(string key, string label, Func<NewTicket, decimal, NewTicket> put) =>
        new(key, FieldKind.Hours, c => c.Say[label], (context, values) => values is not [var value, ..]
            ? FieldReading.Nothing
            : HoursWords.Read(value) switch
            {
                { Value: { } hours } => FieldReading.Of(t => put(t, hours)),
                { Problem: ReadingProblem.OutOfRange } => FieldReading.Wrong(context.Say.Format("ProblemHoursOutOfRange", value)),
                _ => FieldReading.Wrong(context.Say.Format("ProblemHoursNotUnderstood", value)),
            })
        {
            Help = "HelpHours",
        };

    public static TicketFormField Percent(string key, string label, Func<NewTicket, int, NewTicket> put) =>
        new(key, FieldKind.Percent, c => c.Say[label], (context, values) => values is not [var value, ..]
            ? FieldReading.Nothing
            : PercentWords.Read(value) is { Value: { } percent }
                ? FieldReading.Of(t => put(t, percent))
                : FieldReading.Wrong(context.Say["ProblemPercent"]))
        {
            Help = "HelpPercent",
        };
}
