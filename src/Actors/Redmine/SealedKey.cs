namespace RedmineBridge.Actors.Redmine;

/// <summary>A person's API key as it may be kept and passed on: only <see cref="IKeySeal"/> can read it. It is never shown either.</summary>
/// <param name="text">Letters, digits, <c>-</c> and <c>_</c>.</param>
public sealed class SealedKey(string text)
{
    /// <summary>To be stored.</summary>
    public string Text => text;

    public override string ToString() => "(sealed)";
}
