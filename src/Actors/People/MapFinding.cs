namespace RedmineBridge.Actors.People;

/// <summary>Something that an administrator should mend in the map of people, or on one of the servers for it.</summary>
/// <param name="Other">The entry that it is about too, where there is one.</param>
public sealed record MapFinding(MapEntry Entry, MapFault Fault, MapEntry? Other = null)
{
    /// <summary>Where it is, what is wrong and how to mend it; for an administrator.</summary>
    public override string ToString() => $"{Entry}: {Wrong}; {Mend}";

    public string Wrong => Sentence.Wrong;

    public string Mend => Sentence.Mend;

    private (string Wrong, string Mend) Sentence => Fault switch
    {
        MapFault.Overridden => ($"{Other!.Where} has `{Entry.Username}` already, and counts", "remove one of the two"),
        MapFault.SharedAccount =>
            ($"`{Entry.Redmine}` is the account of `{Other!.Username}` too ({Other.Where}), so that both act as one person", "give each an account of their own"),
        MapFault.UnknownInMattermost => ($"Mattermost has no user `{Entry.Username}`", "correct the login or remove the entry"),
        MapFault.WrongOrder => ("the pair is in the wrong order", $"write it as `{Entry.Redmine}={Entry.Username}`"),
        MapFault.AnotherAccount =>
            ($"another Mattermost account has the login `{Entry.Username}` than when it was first seen, and is not believed",
            $"if it shall be, confirm it with `redmine-bridge confirm {Entry.Username}`"),
        MapFault.Deactivated => ($"the account of `{Entry.Username}` is deactivated in Mattermost", "activate it or remove the entry"),
        MapFault.Bot => ($"`{Entry.Username}` is a bot in Mattermost, and bots don't act", "name a person or remove the entry"),
        MapFault.UnknownInRedmine => ($"Redmine has no account `{Entry.Redmine}`", "correct the login or create the account"),
        MapFault.NotActivated => ($"the account `{Entry.Redmine}` was registered in Redmine but never activated", "activate it or remove the entry"),
        MapFault.Locked => ($"the account `{Entry.Redmine}` is locked in Redmine", "unlock it or remove the entry"),
        _ => throw new ArgumentOutOfRangeException(nameof(Fault), Fault, "Not a fault of an entry."),
    };
}
