namespace RedmineBridge.Actors.Conversations;

/// <param name="Label">The field's name in words.</param>
/// <param name="Text">Its value, in one line.</param>
public sealed record DraftFact(string Label, string Text);
