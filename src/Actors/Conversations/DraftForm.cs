using System.Collections.Immutable;
using System.Globalization;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Conversations;

/// <summary>The form, asked field by field. Its fields, choices and checks are the forms' own. Pure.</summary>
internal static class DraftForm
{
    /// <summary>What is worth a question though a ticket can do without it.</summary>
    public static readonly IReadOnlyList<string> WorthAsking = [TicketFormFields.Description, TicketFormFields.Assignee, TicketFormFields.DueDate];

    private const int MostChoices = 100;

    /// <summary>Writes down what counts without being said, so that it stays the same whatever comes: the project, its tracker, as whom an assignee is shown.</summary>
    public static FormValues Settle(Draft draft, TicketFormContext context)
    {
        var values = draft.Values;
        if (context.Project is not { } project)
            return values;
        values = values.With(TicketFormFields.Project, TicketFormFields.Written(project.Id));
        if (draft.Kind != FormKind.Ticket)
            return values;
        if (context.Tracker is { } tracker)
            values = values.With(TicketFormFields.Tracker, TicketFormFields.Written(tracker.Id));
        return AssigneesByName.Shown(values, TicketForm.PeopleIn(values), context);
    }

    /// <summary>The field to ask for, and why what is known of it won't do; null when everything is known.</summary>
    public static (string Field, string? Problem)? Next(Draft draft, TicketFormContext context)
    {
        var problems = ProblemsOf(draft, context);
        var form = Form(draft, context);
        foreach (var field in form.Fields)
        {
            if (problems.TryGetValue(field.Key, out var problem))
                return (field.Key, context.Values.Of(field.Key).IsEmpty ? null : problem);
        }

        return draft.Wanted.FirstOrDefault(w => form.Fields.Any(f => f.Key == w)) is { } wanted ? (wanted, null) : null;
    }

    public static DraftQuestion? Question(Draft draft, TicketFormContext context, string? problem)
    {
        if (draft.Asked == DraftQuestion.WhichField)
        {
            var fields = Form(draft, context).Fields.Select(f => new FieldChoice(f.Key, f.Label));
            return new(draft.Id, draft.Number, DraftQuestion.WhichField, FieldKind.Choice, context.Say["FieldToChange"], [.. fields]) { Problem = problem, MayGoBack = true };
        }

        return Field(draft, context, draft.Asked) is not { } field
            ? null
            : new(draft.Id, draft.Number, field.Key, field.Kind, field.Label, [.. ChoicesOf(field, context).Take(MostChoices)])
            {
                Help = field.Help,
                Problem = problem,
                MaySkip = !field.IsRequired,
                MayGoBack = draft.Answered.Count > 0,
            };
    }

    /// <summary>The same question once it is over.</summary>
    /// <param name="next">What was asked for after it.</param>
    public static DraftQuestion? Closed(Draft draft, TicketFormContext context, FormValues answered, string? next) =>
        Question(draft, context, null) is not { } question ? null : question with
        {
            Choices = [],
            Answer = draft.Asked == DraftQuestion.WhichField ? Field(draft, context, next)?.Label ?? "" : Shown(draft, context.With(answered), draft.Asked!),
        };

    /// <summary>What a typed answer means.</summary>
    /// <param name="self">The username of who answers.</param>
    public static (FormValues? Values, string? Problem) Answer(Draft draft, TicketFormContext context, string key, string typed, string self)
    {
        if (Field(draft, context, key) is not { } field)
            return (null, context.Say["ProblemNotAChoice"]);
        var text = typed.Trim();
        var choices = ChoicesOf(field, context);
        switch (field.Kind)
        {
            case FieldKind.Choice:
                return Chosen(text, choices, context, out var problem) is { } chosen ? Put(draft, context, field, [chosen]) : (null, problem);
            case FieldKind.SeveralChoices:
                List<string> several = [];
                foreach (var part in Parts(text))
                {
                    if (Chosen(part, choices, context, out var wrong) is not { } one)
                        return (null, wrong);
                    several.Add(one);
                }

                return Put(draft, context, field, [.. several.Distinct()]);
            case FieldKind.Person when !field.IsRequired && IsNobody(text):
                return (draft.Values.With(field.Key, []), null);
            case FieldKind.Person:
                return Person(text, choices, context, self) is var (person, whose) && person is not null
                    ? (draft.Values.With(field.Key, person), null)
                    : (null, whose);
            case FieldKind.Date when DateWords.Read(text, context.Today) is { Value: { } day }:
                return Put(draft, context, field, [TicketFormFields.Written(day)]);
            case FieldKind.Text when field.Key == TicketFormFields.Subject:
                return Subject(draft, context, field, text);
            default:
                return Put(draft, context, field, [text]);
        }
    }

    /// <summary>What a button or menu hands over.</summary>
    public static (FormValues? Values, string? Problem) Choose(Draft draft, TicketFormContext context, string key, ImmutableArray<string> values) =>
        Field(draft, context, key) is not { } field ? (null, context.Say["ProblemNotAChoice"])
        : field.Kind == FieldKind.Person ? (draft.Values.With(key, values), null)
        : Put(draft, context, field, values);

    public static DraftCard Card(Draft draft, TicketFormContext context, string? problem)
    {
        var form = Form(draft, context);
        return new(
            draft.Id,
            draft.Number,
            TicketText.OneLine(draft.Values.Text(TicketFormFields.Subject) ?? ""),
            [
                .. form.Fields
                    .Where(f => f.Key != TicketFormFields.Subject && (IsAlwaysShown(f.Key) || !draft.Values.Of(f.Key).IsEmpty))
                    .Select(f => new DraftFact(f.Label, Shown(draft, context, f.Key)))
                    .Where(f => f.Text.Length > 0),
            ],
            context.Project?.Name ?? "",
            context.Project?.IsPublic ?? false,
            context.Choices.Members?.People.Count)
        {
            IsQuoted = draft.Quote is null ? null : draft.IsQuoted,
            Quote = draft.Quote?.Text ?? "",
            ByName = AssigneesByName.Of(TicketForm.PeopleIn(draft.Values), context) is [var (username, member)]
                ? context.Say.Format("SummaryByName", username, TicketText.OneLine(member.Name))
                : null,
            Problem = problem,
        };
    }

    /// <summary>The description as it goes into the ticket: quoted lines begin with <c>&gt;</c> in both of Redmine's markups.</summary>
    public static NewTicket WithQuote(NewTicket ticket, Draft draft)
    {
        if (draft is not { IsQuoted: true, Quote: { } quote })
            return ticket;
        var quoted = string.Join('\n', $"{quote.Author}: {quote.Text.Trim()}".ReplaceLineEndings("\n").Split('\n').Select(line => $"> {line}"));
        return ticket with { Description = ticket.Description.Length == 0 ? quoted : $"{ticket.Description.TrimEnd()}\n\n{quoted}" };
    }

    /// <summary>The field that a text names, by its name or by its number in the question which one to change, and what follows; null where it names none.</summary>
    public static (string Key, string Value)? Named(Draft draft, TicketFormContext context, string text)
    {
        var fields = Form(draft, context).Fields;
        if (draft.Asked == DraftQuestion.WhichField && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= fields.Count)
            return (fields[number - 1].Key, "");
        return FieldNames.Find(text, [.. TicketForm.Names(context).Where(n => fields.Any(f => f.Key == n.Key))]);
    }

    /// <summary>
    /// Whether a text is, as a whole, what one of the choices or people is called that are asked for, or says that it is nobody: a status
    /// may be called "New", a grade "Good". A beginning is not enough: whoever says "Hi" does not mean "High".
    /// </summary>
    public static bool IsNamed(Draft draft, TicketFormContext context, string text)
    {
        if (draft.Asked == DraftQuestion.WhichField)
            return IsOneOf(text, TicketForm.Names(context).Where(n => Field(draft, context, n.Key) is not null).SelectMany(n => n.Names));
        if (Field(draft, context, draft.Asked) is not { } field)
            return false;
        var choices = ChoicesOf(field, context);
        return field.Kind switch
        {
            FieldKind.Choice => IsOneOf(text, choices.Select(c => c.Text)),
            FieldKind.SeveralChoices => Parts(text) is { Length: > 0 } parts && parts.All(part => IsOneOf(part, choices.Select(c => c.Text))),
            FieldKind.Person => (!field.IsRequired && IsNobody(text)) || IsOneOf(text, choices.SelectMany(c => NamesOf(c.Text))),
            _ => false,
        };

        static bool IsOneOf(string text, IEnumerable<string> names) => Typed.Fold(Bare(text)) is var said && names.Any(name => Typed.Fold(name) == said);
    }

    public static FormField? Field(Draft draft, TicketFormContext context, string? key) => Form(draft, context).Fields.FirstOrDefault(f => f.Key == key);

    private static Form Form(Draft draft, TicketFormContext context) =>
        draft.Kind == FormKind.Batch ? BatchForm.Show(context, draft.Id) : TicketForm.Show(context, draft.Id);

    private static IReadOnlyDictionary<string, string> ProblemsOf(Draft draft, TicketFormContext context) =>
        draft.Kind == FormKind.Batch ? BatchForm.ProblemsOf(context) : TicketForm.Read(context).Problems;

    private static bool IsAlwaysShown(string key) =>
        key is TicketFormFields.Project or TicketFormFields.Tracker or TicketFormFields.Assignee or TicketFormFields.DueDate;

    /// <summary>The value in words, in one line.</summary>
    private static string Shown(Draft draft, TicketFormContext context, string key)
    {
        if (Field(draft, context, key) is not { } field)
            return "";
        var shown = field.Value.Select(value => field.Kind switch
        {
            FieldKind.Choice or FieldKind.SeveralChoices => field.Choices.FirstOrDefault(c => c.Value == value)?.Text ?? value,
            FieldKind.Date when DateWords.Read(value, context.Today) is { Value: { } day } => TicketFormFields.Shown(day, context.Language),
            _ => value,
        });
        return TicketText.OneLine(string.Join(", ", shown));
    }

    /// <summary>Taken only if it is right.</summary>
    private static (FormValues? Values, string? Problem) Put(Draft draft, TicketFormContext context, FormField field, ImmutableArray<string> values)
    {
        var now = draft.Values.With(field.Key, values);
        return ProblemsOf(draft, context.With(now)).TryGetValue(field.Key, out var problem) ? (null, problem) : (now, null);
    }

    /// <summary>A whole task may be said where only its subject was asked for.</summary>
    private static (FormValues? Values, string? Problem) Subject(Draft draft, TicketFormContext context, FormField field, string text)
    {
        var (said, _) = FirstWords.Of(text, context);
        if (said.Text(TicketFormFields.Subject) is not { } subject)
            return Put(draft, context, field, [text]);
        var (values, problem) = Put(draft, context, field, [subject]);
        foreach (var (key, value) in said.ByField)
        {
            if (values is not null && key != field.Key && draft.Values.Of(key).IsEmpty)
                values = values.With(key, value);
        }

        return (values, problem);
    }

    private static FieldChoice[] ChoicesOf(FormField field, TicketFormContext context) => field.Kind == FieldKind.Person
        ?
        [
            .. context.People.Values.OfType<Assignee.Known>()
                .Where(known => context.Choices.MayBeAssigned(known.Account.Id))
                .DistinctBy(known => known.Username)
                .OrderBy(known => known.Username, StringComparer.Ordinal)
                .Select(known => new FieldChoice($"@{known.Username}", $"@{known.Username} ({known.Account.Name})")),
        ]
        : [.. field.Choices];

    /// <summary>By name, by number, by the beginning of the name: of the choices 1, 2, 3, 5, 8 a "5" is not the fifth.</summary>
    private static string? Chosen(string text, FieldChoice[] choices, TicketFormContext context, out string? problem)
    {
        problem = null;
        var said = Bare(text);
        if (Array.FindAll(choices, c => Typed.Fold(c.Text) == Typed.Fold(said)) is [var exact])
            return exact.Value;
        if (int.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= choices.Length)
            return choices[number - 1].Value;
        var found = Beginnings.Find(said, choices, c => c.Text);
        if (found.Count == 0)
            found = Beginnings.Find(said, choices, c => c.Text[(c.Text.LastIndexOf(" / ", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..]);
        if (found is [var only])
            return only.Value;
        problem = found.Count == 0 ? context.Say["ProblemNotAChoice"] : Several(found, context);
        return null;
    }

    private static (string? Person, string? Problem) Person(string text, FieldChoice[] choices, TicketFormContext context, string self)
    {
        var said = text.Trim('.', '!', ' ');
        if (Typed.Fold(said) is "me" or "myself" or "i" or "я" or "мне" or "меня" or "мной" or "на меня" or "to me")
            return ($"@{self}", null);
        if (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= choices.Length)
            return (choices[number - 1].Value, null);
        if (said.StartsWith('@') && said.Length > 1 && !said.Any(char.IsWhiteSpace))
            return (said.ToLowerInvariant(), null);
        var found = Beginnings.Find(said, choices.SelectMany(c => NamesOf(c.Text).Select(name => (c.Value, c.Text, Name: name))), n => n.Name).DistinctBy(n => n.Value).ToArray();
        return found switch
        {
            [var only] => (only.Value, null),
            [] => (null, context.Say.Format("ProblemPersonNotUnderstood", said)),
            _ => (null, Several([.. found.Select(f => new FieldChoice(f.Value, f.Text))], context)),
        };
    }

    private static bool IsNobody(string text) =>
        Typed.Fold(text.Trim('.', '!', ' ')) is "nobody" or "noone" or "no one" or "none" or "никто" or "никому" or "никого" or "ни на кого" or "-";

    /// <summary>The username, the whole name, the name from each of its words on.</summary>
    private static IEnumerable<string> NamesOf(string choice)
    {
        var open = choice.IndexOf(" (", StringComparison.Ordinal);
        yield return choice[1..open];
        var words = choice[(open + 2)..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
            yield return string.Join(' ', words.Skip(i));
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Without what stands around a name and isn't part of it.</summary>
    private static string Bare(string text) => text.Trim('.', '!', '"', '«', '»', ' ');

    private static string Several(IReadOnlyList<FieldChoice> found, TicketFormContext context) =>
        context.Say.Format("ProblemSeveralBeginSo", string.Join(", ", found.Take(5).Select(f => f.Text)));
}
