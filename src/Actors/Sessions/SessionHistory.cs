using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Throws away what is old of a person's history, or all of it. An event says so (<see cref="HistoryTrimmed"/>), then the state without it is stored
/// whole, then the events up to that one are deleted; killed in between, it is done again by its term (<see cref="IHistoryTerms"/>). A part of
/// <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionHistory(UserId user, TimeProvider clock, ILoggingAdapter log, IHistoryTerms terms, IConnectedPeople connected, UserSessionActor session, Func<bool> isBusy, Action abandon)
{
    private bool _isNoted;
    private bool _isTrimming;
    private bool _isAll;
    private long _upTo;

    /// <summary>Nothing is under way.</summary>
    public bool IsEmpty => !_isTrimming;

    /// <summary>What was written has its term.</summary>
    public void Written(ISessionEvent happened)
    {
        if (happened is not HistoryTrimmed)
            Note();
    }

    /// <summary>What was written down right before the end of the last life may have got no term.</summary>
    public void Recovered()
    {
        if (session.State.NextTrim(clock.GetUtcNow()) is not null)
            Note();
    }

    public void TermUnknown(NotNoted failed)
    {
        // The next event tries again, or the next life.
        _isNoted = false;
        log.Warning("When {User}'s history is to be looked through could not be written down: {Why}", user, failed.Why.GetBaseException().Message);
    }

    /// <summary>First it is written down that it is to be done; <see cref="Wanted"/> or <see cref="NotWanted"/> comes back.</summary>
    public void Forget() =>
        terms.ForgetAsync(user, session.Stopping).PipeTo(session.Own, success: () => Wanted.Instance, failure: why => new NotWanted(why));

    /// <summary>It was asked for some time ago: whether it still is comes back as <see cref="Confirmed"/>.</summary>
    public void Confirm() =>
        terms.IsToForgetAsync(user, session.Stopping).PipeTo(session.Own, success: isWanted => new Confirmed(isWanted), failure: why => new Failed(why));

    /// <summary>
    /// Its term has come. While something of the person's is under way not all can be thrown away, or it would be written down again: it is asked
    /// for once more.
    /// </summary>
    /// <returns>False where it can't be done now.</returns>
    public bool Trim(bool all)
    {
        if (_isTrimming)
            return _isAll || !all;
        if (all && isBusy())
            return false;
        (_isTrimming, _isAll, _isNoted) = (true, all, false);
        if (session.LastSequenceNr == 0)
        {
            // Nothing is stored, and nothing shall be.
            Deleted();
            return true;
        }

        session.Remember([new HistoryTrimmed(clock.GetUtcNow(), all)], () =>
        {
            _upTo = session.LastSequenceNr;
            if (all)
                abandon();
            session.Store();
        });
        return true;
    }

    /// <summary>The state is stored whole: what led to it is no longer needed.</summary>
    public void Stored(long upTo)
    {
        if (_isTrimming && upTo == _upTo)
            session.DeleteMessages(upTo);
    }

    /// <summary>All events but the last are gone, and that one says nothing.</summary>
    public void Deleted()
    {
        if (!_isTrimming)
            return;
        // What was written meanwhile was not asked to be kept: then it is done once more.
        var (all, next) = (_isAll && session.LastSequenceNr == _upTo, session.State.NextTrim(clock.GetUtcNow()));
        EndAsync(all, next).PipeTo(session.Own, success: () => new Done(all), failure: why => new Failed(why));
    }

    public void Trimmed(Done done)
    {
        _isTrimming = false;
        // What was written meanwhile has lost its term.
        _isNoted = false;
        if (session.LastSequenceNr > _upTo)
            Note();
        log.Info(done.All ? "All that was stored of {User} is forgotten" : "What was old of {User}'s history is forgotten", user);
    }

    /// <summary>Its term stays: it is tried again.</summary>
    public void NotTrimmed(Exception why)
    {
        if (!_isTrimming)
            return;
        _isTrimming = false;
        log.Warning("What is old of {User}'s history could not be thrown away, it is tried again: {Why}", user, why.GetBaseException().Message);
    }

    /// <summary>The key last: who is to be forgotten is so only when that is gone, too.</summary>
    private async Task EndAsync(bool all, DateTimeOffset? next)
    {
        if (all)
            await connected.DisconnectAsync(user, session.Stopping);
        await terms.DoneAsync(user, all, next, session.Stopping);
    }

    private void Note()
    {
        if (_isNoted)
            return;
        _isNoted = true;
        terms.NoteAsync(user, clock.GetUtcNow() + SessionState.Kept, session.Stopping).PipeTo(session.Own, success: () => Noted.Instance, failure: why => new NotNoted(why));
    }

    internal sealed record Noted : INoSerializationVerificationNeeded
    {
        public static readonly Noted Instance = new();
    }

    internal sealed record NotNoted(Exception Why) : INoSerializationVerificationNeeded;

    internal sealed record Wanted : INoSerializationVerificationNeeded
    {
        public static readonly Wanted Instance = new();
    }

    internal sealed record NotWanted(Exception Why) : INoSerializationVerificationNeeded;

    internal sealed record Confirmed(bool IsWanted) : INoSerializationVerificationNeeded;

    internal sealed record Done(bool All) : INoSerializationVerificationNeeded;

    internal sealed record Failed(Exception Why) : INoSerializationVerificationNeeded;
}
