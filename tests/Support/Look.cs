using System.Runtime.CompilerServices;

namespace RedmineBridge.Tests.Support;

/// <summary>For what tells nobody of its news, and so is looked at again and again.</summary>
public static class Look
{
    /// <param name="holds">Looks; one look at a time.</param>
    /// <param name="within">Real time.</param>
    /// <param name="every">How often, in milliseconds.</param>
    /// <param name="seen">What the last look saw, for whoever reads of the failure.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task UntilAsync(
        Func<Task<bool>> holds, TimeSpan within, int every = 50, Func<string?>? seen = null, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        using var patience = new CancellationTokenSource(within);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(every));
        while (!await holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Not within {within.TotalSeconds:0} s: {what}. {(seen is null ? "" : $"Seen last: {seen() ?? "nothing"}")}");
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan, int, Func{string?}?, string)"/>
    public static Task UntilAsync(
        Func<bool> holds, TimeSpan within, int every = 50, Func<string?>? seen = null, [CallerArgumentExpression(nameof(holds))] string what = "") =>
        UntilAsync(() => Task.FromResult(holds()), within, every, seen, what);
}
