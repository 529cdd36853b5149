namespace RedmineBridge.Actors.Creations;

/// <summary>A list of tasks, checked and not yet created.</summary>
/// <param name="BatchId">Names it in the buttons below.</param>
/// <param name="Project">Its name.</param>
/// <param name="Skipped">Lines that are no tasks, such as a heading, as they were written.</param>
public sealed record BatchPreview(string BatchId, string Project, IReadOnlyList<PreviewLine> Lines, IReadOnlyList<string> Skipped)
{
    public IEnumerable<PreviewLine> Good => Lines.Where(l => l.Problems.Count == 0);

    public IEnumerable<PreviewLine> Bad => Lines.Where(l => l.Problems.Count > 0);
}
