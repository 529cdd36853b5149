namespace RedmineBridge.Host.Doctoring;

/// <summary>How it is with something that <c>doctor</c> has looked at.</summary>
public enum Level
{
    /// <summary>Well, or a choice that was made.</summary>
    Green,

    /// <summary>The bridge works, but not with all that it could do.</summary>
    Yellow,

    /// <summary>The bridge does not work, or not for some teams or in some respect that everybody expects.</summary>
    Red,
}
