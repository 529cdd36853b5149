using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Rendering;

/// <param name="Id">Letters and digits only: old servers find no others.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Intent">What pressing it means.</param>
internal sealed record ReplyButton(string Id, string Label, Intent Intent)
{
    public bool IsPrimary { get; init; }
}
