namespace RedmineBridge.Actors.Tickets;

/// <summary>A thing of Redmine's: its id, and the name that people know it by. Names are an installation's own, in no language of ours.</summary>
public sealed record Named(int Id, string Name)
{
    public override string ToString() => Name;
}
