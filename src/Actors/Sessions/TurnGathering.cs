using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Brings together what a turn's values are checked against; for one turn the same is asked for once. What can't be brought refuses the
/// turn; what comes when the turn has been refused meanwhile is of no interest. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class TurnGathering(TimeProvider clock, SessionGathering gathering, SessionTurns turns)
{
    /// <summary>For a draft of either kind, with everybody whom it names.</summary>
    public void GatherAll(Turn turn, Draft draft, Action<TicketFormContext> then)
    {
        if (draft.Kind == FormKind.Batch)
            GatherList(turn, draft.Values, then);
        else
            Gather(turn, draft.Values, then);
    }

    /// <summary>For a list, with everybody whom its lines name.</summary>
    public void GatherList(Turn turn, FormValues values, Action<TicketFormContext> then) =>
        Gather(turn, values, BatchForm.PeopleIn(values, turn.Person!.Today(clock)), then, withCandidates: false);

    /// <summary>For the fields of a ticket.</summary>
    /// <param name="withCandidates">With everybody who could be named, too.</param>
    public void Gather(Turn turn, FormValues values, Action<TicketFormContext> then, bool withCandidates = false) =>
        Gather(turn, values, TicketForm.PeopleIn(values), then, withCandidates);

    private void Gather(Turn turn, FormValues values, IReadOnlyList<string> people, Action<TicketFormContext> then, bool withCandidates)
    {
        if (Known(turn, values, people, withCandidates) is { } known)
        {
            then(known);
            return;
        }

        gathering.Gather(new(turn.Person!, turn.Origin.Channel, values, isChecked: true)
        {
            For = turn.Work,
            IsPreferenceChecked = true,
            People = people,
            WantsCandidates = withCandidates,
            Ready = context =>
            {
                turn.Gathered = context;
                turn.HasCandidates = withCandidates;
                if (turns.Current == turn)
                    then(context);
            },
            Refused = refusal =>
            {
                if (turns.Current == turn)
                    turns.Refuse(turn, refusal);
            },
        });
    }

    /// <summary>Null where these values need another project's members, or people whom the turn has not looked up.</summary>
    private static TicketFormContext? Known(Turn turn, FormValues values, IReadOnlyList<string> people, bool withCandidates)
    {
        if (turn.Gathered is not { } gathered || (withCandidates && !turn.HasCandidates))
            return null;
        var context = gathered.With(values);
        return context.Project?.Id == gathered.Choices.Members?.Project && people.All(gathered.People.ContainsKey) ? context : null;
    }
}
