namespace RedmineBridge.Actors.Conversations;

/// <summary>What a person said to the bot.</summary>
/// <param name="Text">As it was written; of a mention, what stands behind it.</param>
public sealed record Said(string Text, SaidIn Where);
