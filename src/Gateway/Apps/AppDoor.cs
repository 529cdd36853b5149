using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Apps;

/// <summary>What the Apps framework's door needs beside what the native one has.</summary>
/// <param name="slash">The native door: the same people, sessions and words.</param>
/// <param name="proof">Null where no secret is set: then the door stays shut.</param>
/// <param name="version">Of the bridge; at most ten characters.</param>
public sealed class AppDoor(SlashDoor slash, AppProof? proof, string version)
{
    internal SlashDoor Slash => slash;

    internal AppProof? Proof => proof;

    internal string Version => version;
}
