namespace RedmineBridge.Actors.Forms;

/// <param name="Value">What is handed over when it is chosen; unique in its field.</param>
/// <param name="Text">What people see; not empty.</param>
public sealed record FieldChoice(string Value, string Text);
