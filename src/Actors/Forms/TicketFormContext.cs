using System.Collections.Immutable;
using System.Globalization;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Forms;

/// <summary>All that a ticket form is made and read from. The same goes in, the same comes out.</summary>
/// <param name="values">What the person has filled in so far.</param>
/// <param name="today">The person's.</param>
/// <param name="preferredProject">Chosen where the person has not chosen one: the channel's, or the one used last.</param>
/// <param name="people">Who the people named in <paramref name="values"/> are; empty while nobody has looked.</param>
internal sealed class TicketFormContext(
    TicketChoices choices, FormValues values, Language language, DateOnly today, int? preferredProject, IReadOnlyDictionary<string, Assignee>? people = null)
{
    public TicketChoices Choices => choices;

    /// <summary>Redmine says so of the project that was chosen.</summary>
    public bool IsProjectGone { get; init; }

    /// <summary>The same with other values.</summary>
    public TicketFormContext With(FormValues others) => Copy(others, language);

    /// <summary>The same for a reader of another language.</summary>
    public TicketFormContext In(Language other) => Copy(values, other);

    /// <summary>What is set for the channel; null for nothing.</summary>
    public int? ChannelProject { get; init; }

    /// <summary>The accounts in Redmine that are somebody's who has given a key: nobody else is known by their name.</summary>
    public IReadOnlySet<int> Connected { get; init; } = ImmutableHashSet<int>.Empty;

    public FormValues Values => values;

    public Language Language => language;

    public Sentences Say { get; } = Sentences.In(language);

    public DateOnly Today => today;

    public IReadOnlyDictionary<string, Assignee> People { get; } = people ?? ImmutableDictionary<string, Assignee>.Empty;

    /// <summary>Null while none is chosen, or one that isn't the person's to choose.</summary>
    public PersonProject? Project { get; } = values.Text(TicketFormFields.Project) is { } chosen
        ? Number(chosen) is { } id ? choices.FindProject(id) : null
        : choices.Projects is [var only] ? only
        : preferredProject is { } preferred ? choices.FindProject(preferred) : null;

    /// <summary>The one chosen, or the project's first; null while there is no project.</summary>
    public Tracker? Tracker => ChosenTracker ?? (Project is { } project && choices.TrackersOf(project) is [var first, ..] ? first : null);

    /// <summary>Null when none was chosen, or one that this project lacks.</summary>
    public Tracker? ChosenTracker =>
        Project is { } project && values.Text(TicketFormFields.Tracker) is { } chosen && Number(chosen) is { } id
            ? choices.TrackersOf(project).FirstOrDefault(t => t.Id == id)
            : null;

    private TicketFormContext Copy(FormValues others, Language reader) => new(choices, others, reader, today, preferredProject, people)
    {
        ChannelProject = ChannelProject,
        IsProjectGone = IsProjectGone,
        Connected = Connected,
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
