namespace RedmineBridge.Actors.Conversations;

/// <summary>A message that a ticket is about.</summary>
/// <param name="Author">The Mattermost username.</param>
/// <param name="Text">Whole.</param>
/// <param name="IsPublic">Everybody of the team could read it.</param>
public sealed record Quote(string Author, string Text, bool IsPublic);
