using RedmineBridge.Host.Doctoring;

namespace RedmineBridge.Host.Tests.Doctoring;

/// <summary>Something that is made wrong, and what <c>doctor</c> has to say of it, and of nothing else.</summary>
/// <param name="Said">A part of it.</param>
/// <param name="Mend">A part of it.</param>
internal sealed record PlantedFault(string Name, string Area, Level Level, string Said, string Mend)
{
    /// <summary>Settings that are other than they should be.</summary>
    public Func<Patient, Dictionary<string, string>> Settings { get; init; } = _ => [];

    /// <summary>What is changed on a server, until it is disposed of.</summary>
    public Func<Patient, IDisposable>? Plant { get; init; }

    /// <summary>What has to be waited for before another fault can be planted.</summary>
    public Func<Patient, Task> After { get; init; } = _ => Task.CompletedTask;

    /// <summary>A settings file.</summary>
    public Func<Patient, string>? File { get; init; }

    /// <summary>Subjects of further findings that are not green, where the same fault shows in several respects.</summary>
    public string[] Also { get; init; } = [];
}
