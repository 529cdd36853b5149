namespace RedmineBridge.Host.Doctoring;

/// <summary>Something to look at.</summary>
/// <param name="Subject">What the finding is called when there is no answer in time.</param>
/// <param name="MakesSense">False where an earlier finding has said already why it can't be well.</param>
internal sealed record Check(
    string Area,
    string Subject,
    Func<DoctorTools, Facts, CancellationToken, IAsyncEnumerable<Finding>> Look,
    Func<Facts, bool>? MakesSense = null)
{
    public Func<DoctorLimits, TimeSpan> Within { get; init; } = limits => limits.Check;
}
