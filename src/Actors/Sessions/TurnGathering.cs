using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Brings together what a turn's values are checked against. What can't be brought refuses the turn; what comes when the turn has been
/// refused meanwhile is of no interest. A part of <see cref="UserSessionActor"/>, called only from its handlers.
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

    private void Gather(Turn turn, FormValues values, IReadOnlyList<string> people, Action<TicketFormContext> then, bool withCandidates) =>
        gathering.Gather(new(turn.Person!, turn.Origin.Channel, values, isChecked: true)
        {
            IsPreferenceChecked = true,
            People = people,
            WantsCandidates = withCandidates,
            Ready = context =>
            {
                turn.HasCandidates |= withCandidates;
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
