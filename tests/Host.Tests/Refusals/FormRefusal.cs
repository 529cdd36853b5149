using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>A ticket form that is refused when it is sent: how that comes about, what is said, where, and how it is mended.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Field">Where it is said; <see cref="Told.Whole"/> for the whole form.</param>
/// <param name="Sentence">Made from the sentence of that name.</param>
/// <param name="English">The same in full, as a person reads it.</param>
public sealed record FormRefusal(string Name, string Field, Func<Scene, Sentences, string> Sentence, Func<Scene, string> English)
{
    /// <summary>The form on view can't be corrected: another comes in its place, and says above its fields what is wrong with that one.</summary>
    public bool ComesAnew { get; init; }

    /// <summary>Before the form is opened.</summary>
    public Action<Scene> Before { get; init; } = _ => { };

    /// <summary>After it was opened, before it is sent.</summary>
    public Action<Scene> Since { get; init; } = _ => { };

    /// <summary>What is typed beside subject and description.</summary>
    public Func<Scene, Dictionary<string, string>> Typed { get; init; } = _ => [];

    /// <summary>What somebody does about it elsewhere.</summary>
    public Action<Scene> Mend { get; init; } = _ => { };

    /// <summary>What is typed anew; all else must still be there.</summary>
    public Func<Scene, Dictionary<string, string>> Corrected { get; init; } = _ => [];

    public override string ToString() => Name;
}
