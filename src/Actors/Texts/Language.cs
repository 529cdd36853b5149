namespace RedmineBridge.Actors.Texts;

/// <summary>The languages the bridge speaks. Stored and sent by name.</summary>
public enum Language
{
    English,
    Russian,
}
