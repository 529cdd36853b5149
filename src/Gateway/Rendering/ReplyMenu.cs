using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>One of many, chosen below a message.</summary>
/// <param name="Id">Letters and digits only: old servers find no others.</param>
/// <param name="Label">What stands in it while nothing is chosen, in the reader's language.</param>
/// <param name="Intent">What choosing means; the chosen value is put into it.</param>
/// <param name="Choices">Null: one of the people of the server.</param>
internal sealed record ReplyMenu(string Id, string Label, Intent.AnswerDraft Intent, IReadOnlyList<FieldChoice>? Choices);
