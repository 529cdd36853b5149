using System.Collections.Immutable;
using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Brings together what a form is made of and checked against, for forms and conversations alike: the channel's project, what the person
/// can choose in Redmine, who the people named are. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionGathering(
    UserId user, TimeProvider clock, IActorRef redmine, IActorRef people, IChannelProjects channels, SessionCreations creations, UserSessionActor session)
{
    private readonly Dictionary<long, Gathering> _underWay = [];

    /// <summary>Ends with exactly one of the two outcomes of <paramref name="wanted"/>.</summary>
    public void Gather(Wanted wanted)
    {
        var tag = session.NextTag();
        _underWay[tag] = new(wanted);
        channels.FindAsync(wanted.Channel, session.Stopping).PipeTo(
            session.Own, success: project => new ChannelProject(tag, project), failure: _ => new ChannelProject(tag, null));
    }

    public void ChannelKnown(ChannelProject channel)
    {
        On(channel.Tag, gathering =>
        {
            gathering.ChannelProject = channel.Project;
            var wanted = gathering.Wanted;
            int? project = wanted.IsChecked && int.TryParse(wanted.Values.Text(TicketFormFields.Project), out var chosen) ? chosen : null;
            redmine.Tell(new Catalog.Read(user, wanted.Person.Redmine!, project, channel.Tag));
        });
    }

    public void Known(Catalog.Known known)
    {
        creations.Heard(known.Clock);
        On(known.Tag, gathering => Known(known, gathering));
    }

    private void Known(Catalog.Known known, Gathering gathering)
    {
        gathering.Choices = known.Choices;
        if (known.Choices.Projects.Count == 0)
        {
            // Whoever is given a project now need not wait until this is forgotten.
            redmine.Tell(new Catalog.Forget(gathering.Wanted.Person.Redmine!));
            Refuse(known.Tag, gathering, RefusalReason.NoProjects);
        }
        else if (gathering is { Wanted.IsPreferenceChecked: true, IsProjectGone: false, Choices.Members: null } && Context(gathering, null).Project is { } project)
        {
            redmine.Tell(new Catalog.Read(user, gathering.Wanted.Person.Redmine!, project.Id, known.Tag));
        }
        else if (gathering.Wanted.WantsCandidates)
            people.Tell(new PeopleDirectory.FindMapped(user, gathering.Wanted.People, known.Tag));
        else if (gathering.Wanted.People.Count > 0)
            people.Tell(new PeopleDirectory.FindAssignees(user, gathering.Wanted.People, known.Tag));
        else
            Finish(known.Tag, gathering, null);
    }

    public void NotKnown(Catalog.Failed failed) => On(failed.Tag, gathering => NotKnown(failed, gathering));

    private void NotKnown(Catalog.Failed failed, Gathering gathering)
    {
        var person = gathering.Wanted.Person;
        if (failed.Why is RedmineAnswer.ProjectUnknown or RedmineAnswer.ProjectForbidden && !gathering.IsProjectGone)
        {
            // What is left to choose from is shown.
            gathering.IsProjectGone = true;
            redmine.Tell(new Catalog.Forget(person.Redmine!));
            redmine.Tell(new Catalog.Read(user, person.Redmine!, null, failed.Tag));
        }
        else
        {
            _underWay.Remove(failed.Tag);
            gathering.Wanted.Refused(Refusals.Of(failed.Why, person.Language));
        }
    }

    public void Found(PeopleDirectory.AssigneesFound found) => On(found.Tag, gathering => Finish(found.Tag, gathering, found));

    public void NotFound(PeopleDirectory.AssigneesUnknown unknown) => On(unknown.Tag, gathering => Refuse(unknown.Tag, gathering, unknown.Why));

    private void On(long tag, Action<Gathering> goOn)
    {
        if (_underWay.TryGetValue(tag, out var gathering))
            session.On(gathering.Wanted.For, () => goOn(gathering));
    }

    private void Finish(long tag, Gathering gathering, PeopleDirectory.AssigneesFound? found)
    {
        _underWay.Remove(tag);
        gathering.Wanted.Ready(Context(gathering, found));
    }

    private TicketFormContext Context(Gathering gathering, PeopleDirectory.AssigneesFound? found) => new(
        gathering.Choices!,
        gathering.Wanted.Values,
        gathering.Wanted.Person.Language,
        gathering.Wanted.Person.Today(clock),
        gathering.ChannelProject ?? session.State.Creations.LastProject,
        found?.People)
    {
        Connected = found?.Connected ?? ImmutableHashSet<int>.Empty,
        ChannelProject = gathering.ChannelProject,
        IsProjectGone = gathering.IsProjectGone,
    };

    private void Refuse(long tag, Gathering gathering, RefusalReason why)
    {
        _underWay.Remove(tag);
        gathering.Wanted.Refused(new(gathering.Wanted.Person.Language, why));
    }

    internal sealed record ChannelProject(long Tag, int? Project) : INoSerializationVerificationNeeded;

    /// <param name="person">Has an account in Redmine.</param>
    /// <param name="isChecked">The values are to be checked: the project's members are wanted too.</param>
    internal sealed class Wanted(Person person, ChannelId channel, FormValues values, bool isChecked)
    {
        public Person Person => person;

        public ChannelId Channel => channel;

        public FormValues Values => values;

        public bool IsChecked => isChecked;

        /// <summary>What it is gathered for.</summary>
        public required SessionFaults.Work For { get; init; }

        /// <summary>Where no project is chosen, the one that would be preselected is checked against.</summary>
        public bool IsPreferenceChecked { get; init; }

        /// <summary>Those named in the values.</summary>
        public IReadOnlyList<string> People { get; init; } = [];

        /// <summary>Who else could be named, as far as they can be listed.</summary>
        public bool WantsCandidates { get; init; }

        public required Action<TicketFormContext> Ready { get; init; }

        public required Action<Reply.Refusal> Refused { get; init; }
    }

    private sealed class Gathering(Wanted wanted)
    {
        public Wanted Wanted => wanted;

        public int? ChannelProject { get; set; }

        public TicketChoices? Choices { get; set; }

        public bool IsProjectGone { get; set; }
    }
}
