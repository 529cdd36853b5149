namespace RedmineBridge.Actors.Forms;

/// <summary>The forms there are. Stored and sent by name.</summary>
public enum FormKind
{
    /// <summary>One ticket with all its fields.</summary>
    Ticket,

    /// <summary>A project and a list of tasks.</summary>
    Batch,
}
