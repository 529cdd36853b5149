using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>A list of tasks that is refused, whole or by line: how that comes about, what is said, where, and how it is mended.</summary>
/// <param name="Name">Unique.</param>
/// <param name="List">What is typed.</param>
/// <param name="Sentence">Made from the sentence of that name.</param>
/// <param name="English">The same in full, as a person reads it.</param>
public sealed record ListRefusal(string Name, Func<Scene, string> List, Func<Scene, Sentences, string> Sentence, Func<Scene, string> English)
{
    /// <summary>The field at which it is said, or <see cref="Told.Whole"/>; null where the form is right.</summary>
    public string? Field { get; init; }

    /// <summary>The line at which it is said, in the preview or, after <see cref="Checked"/>, in the result.</summary>
    public int Line { get; init; }

    /// <summary>It comes about, or is said so, only where a form is filled in.</summary>
    public bool IsOfForms { get; init; }

    /// <summary>Before the form is opened.</summary>
    public Action<Scene> Before { get; init; } = _ => { };

    /// <summary>After it was opened, before it is sent.</summary>
    public Action<Scene> Since { get; init; } = _ => { };

    /// <summary>After the preview, before the good lines are created; null where it doesn't come to that.</summary>
    public Action<Scene>? Checked { get; init; }

    /// <summary>What somebody does about it elsewhere.</summary>
    public Action<Scene> Mend { get; init; } = _ => { };

    /// <summary>The list as it is sent again; null: as it was.</summary>
    public string? Corrected { get; init; }

    /// <summary>The project that is chosen anew; null: none.</summary>
    public string? CorrectedProject { get; init; }

    public override string ToString() => Name;
}
