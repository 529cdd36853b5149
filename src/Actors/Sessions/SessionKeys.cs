using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// A person's API key of their own is looked at, stored, or forgotten, each a step of <see cref="SessionCommands"/>. A part of
/// <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionKeys(UserId user, SessionSettings settings, ILoggingAdapter log, IConnectedPeople connected, SessionCreations creations, UserSessionActor session)
{
    /// <summary>Null where the answer comes later: to a call, or with <see cref="Stored"/>, <see cref="Removed"/> or <see cref="NotDone"/>.</summary>
    /// <param name="ask">Asks Redmine.</param>
    public Reply? Begin(Intent intent, Person person, long tag, Action<RedmineCall> ask)
    {
        var language = person.Language;
        if (!settings.ByOwnKeys)
            return new Reply.Refusal(language, RefusalReason.KeysNotUsed);
        // Whoever may not act may still take their key back.
        if (person.Obstacle is { } obstacle and not RefusalReason.NotConnected && intent is not Intent.Disconnect)
            return new Reply.Refusal(language, obstacle);
        switch (intent)
        {
            case Intent.Connect:
                return new Reply.KeyWanted(language, (person.Redmine as OwnKey)?.Account.Login);
            case Intent.GiveKey given:
                ask(new RedmineCall.CheckOwnKey(user, given.Key));
                return null;
            case Intent.Disconnect when !creations.IsEmpty && !creations.WaitsForPerson:
                return new Reply.Refusal(language, RefusalReason.KeyInUse);
            case Intent.Disconnect:
                connected.DisconnectAsync(user, session.Stopping).PipeTo(session.Own, success: had => new Removed(tag, had), failure: why => new NotDone(tag, why));
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(intent), intent, "Not about keys.");
        }
    }

    /// <summary>Redmine has said whose the key is.</summary>
    /// <returns>Null where it is good, and is being stored.</returns>
    public Reply? Checked(Intent.GiveKey given, RedmineAnswer answer, Language language, long tag)
    {
        if (answer is not RedmineAnswer.OwnKeyChecked { Account: var account })
            return answer is RedmineAnswer.OwnKeyRefused ? new Reply.Refusal(language, RefusalReason.KeyUnknown) : Refusals.Of(answer, language);
        // Of another account what is under way would be created again.
        if (session.State.Creations.AuthorsUnderWay.Any(author => author != account.Id))
            return new Reply.Refusal(language, RefusalReason.KeyInUse);
        connected.ConnectAsync(new(user, account, given.Key), session.Stopping)
            .PipeTo(session.Own, success: isTheirs => new Stored(tag, account.Login, account.Name, isTheirs), failure: why => new NotDone(tag, why));
        return null;
    }

    public Reply Answer(Stored stored, Language language)
    {
        if (!stored.IsTheirs)
        {
            log.Warning("{User} has typed the key of the Redmine account {Login}, which somebody else is connected as", user, stored.Login);
            return new Reply.Refusal(language, RefusalReason.KeyOfAnother);
        }

        log.Info("{User} is connected as the Redmine account {Login}", user, stored.Login);
        return new Reply.Connected(language, stored.Login, stored.Name);
    }

    public Reply Answer(Removed removed, Language language)
    {
        log.Info("{User} is not connected any more", user);
        return new Reply.Disconnected(language, removed.Had);
    }

    public Reply Answer(NotDone failed, Language language)
    {
        log.Warning("The key of {User} could not be stored or forgotten: {Why}", user, failed.Why.GetBaseException().Message);
        return new Reply.Refusal(language, RefusalReason.StoreAway);
    }

    internal interface IOutcome
    {
        long Tag { get; }
    }

    /// <param name="IsTheirs">Nobody else acts as that account.</param>
    internal sealed record Stored(long Tag, string Login, string Name, bool IsTheirs) : IOutcome, INoSerializationVerificationNeeded;

    internal sealed record Removed(long Tag, bool Had) : IOutcome, INoSerializationVerificationNeeded;

    internal sealed record NotDone(long Tag, Exception Why) : IOutcome, INoSerializationVerificationNeeded;
}
