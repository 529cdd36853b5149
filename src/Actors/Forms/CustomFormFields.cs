using System.Globalization;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Forms;

/// <summary>
/// The installation's own fields that a ticket of this project and tracker must have: those that say so, and those that Redmine has
/// asked for all the same, since its workflow may.
/// </summary>
internal static class CustomFormFields
{
    private const string Prefix = "cf_";

    public static IEnumerable<TicketFormField> Of(TicketFormContext context) =>
        context is { Project: { } project, Tracker: { } tracker }
            ? context.Choices.RequiredFieldsOf(project, tracker)
                .Union(context.Choices.FieldsOf(project, tracker).Where(f => context.Values.ByField.ContainsKey(KeyOf(f))))
                .Select(f => Of(f, context))
            : [];

    /// <summary>With those further fields that are wanted by name.</summary>
    public static TicketFormContext With(TicketFormContext context, Func<string, bool> isWanted)
    {
        if (context is not { Project: { } project, Tracker: { } tracker })
            return context;
        var values = context.Choices.FieldsOf(project, tracker)
            .Where(f => !context.Values.ByField.ContainsKey(KeyOf(f)) && isWanted(f.Name))
            .Aggregate(context.Values, (values, field) => values.With(KeyOf(field)));
        return context.With(values);
    }

    private static string KeyOf(CustomField field) => Prefix + field.Id.ToString(CultureInfo.InvariantCulture);

    private static TicketFormField Of(CustomField field, TicketFormContext context)
    {
        var choices = ChoicesOf(field, context);
        var kind = choices.Length > 0 ? field.IsMultiple ? FieldKind.SeveralChoices : FieldKind.Choice
            : field.Format switch
            {
                "text" => FieldKind.LongText,
                "date" => FieldKind.Date,
                _ => FieldKind.Text,
            };
        return new(KeyOf(field), kind, _ => field.Name, (c, values) => Read(field, kind, choices, c, values))
        {
            IsRequired = true,
            Help = kind switch
            {
                FieldKind.Date => "HelpDate",
                FieldKind.Text when field.Format is "version" or "user" => "HelpRedmineId",
                _ => null,
            },
            Choices = _ => choices,
            Default = _ => field.Default is { Length: > 0 } given ? given : null,
            NamesInRedmine = [field.Name],
        };
    }

    private static FieldChoice[] ChoicesOf(CustomField field, TicketFormContext context) => field switch
    {
        { PossibleValues.Count: > 0 } => [.. field.PossibleValues.Select(v => new FieldChoice(v.Value, v.Label))],
        { Format: "bool" } => [new("1", context.Say["Yes"]), new("0", context.Say["No"])],
        { Format: "user" } when context.Choices.Members is { } members =>
            [.. members.People.Select(m => new FieldChoice(m.Id.ToString(CultureInfo.InvariantCulture), m.Name))],
        _ => [],
    };

    private static FieldReading Read(CustomField field, FieldKind kind, FieldChoice[] choices, TicketFormContext context, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return FieldReading.Nothing;
        return kind switch
        {
            FieldKind.Choice or FieldKind.SeveralChoices => values.All(v => choices.Any(c => c.Value == v))
                ? Put(kind == FieldKind.Choice ? [values[0]] : values)
                : FieldReading.Wrong(context.Say["ProblemNotAChoice"]),
            FieldKind.Date => TicketFormField.ReadDate(context, values[0], day => Put([TicketFormFields.Written(day)])),
            _ => ReadText(values[0].Trim()),
        };

        FieldReading ReadText(string text)
        {
            var length = text.EnumerateRunes().Count();
            var number = text.Replace(',', '.');
            return field.Format switch
            {
                "int" when !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                    FieldReading.Wrong(context.Say.Format("ProblemWholeNumber", text)),
                "float" when !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                    FieldReading.Wrong(context.Say.Format("ProblemNumber", text)),
                "float" => Put([number]),
                _ when field.MinLength is > 0 and var least && length < least => FieldReading.Wrong(context.Say.Format("ProblemTextTooShort", least, length)),
                _ when field.MaxLength is > 0 and var most && length > most => FieldReading.Wrong(context.Say.Format("ProblemTextTooLong", most, length)),
                _ => Put([text]),
            };
        }

        FieldReading Put(IReadOnlyList<string> given) =>
            FieldReading.Of(t => t with { CustomFields = [.. t.CustomFields, new CustomFieldValue(field.Id, given) { Name = field.Name }] });
    }
}
