using System.Diagnostics;
using System.Globalization;

namespace RedmineBridge.Benchmarks.ColdStart;

/// <summary>The published bridge as a process of its own. What it says goes to this process' own error stream where it ends too early.</summary>
internal sealed class PublishedBridge : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly Stopwatch _since;
    private readonly HttpClient _http;

    /// <param name="path">Of the program, or of its dll.</param>
    public PublishedBridge(string path, string directory, IReadOnlyDictionary<string, string> settings, Uri listen)
    {
        var start = path.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [path, "run"]) : new ProcessStartInfo(path, ["run"]);
        start.WorkingDirectory = directory;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _http = new HttpClient { BaseAddress = listen, Timeout = TimeSpan.FromSeconds(5) };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _since = Stopwatch.StartNew();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>From the start of the process to the first success of this address.</summary>
    public async Task<TimeSpan> AnsweredAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(LookEvery);
        while (!await IsAnsweredAsync(path, patience.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The bridge has ended with {_process.ExitCode}.");
            await pause.WaitForNextTickAsync(patience.Token);
        }

        return _since.Elapsed;
    }

    /// <summary>What the process has in memory now, in MB, and the most that it ever had.</summary>
    public (double Now, double Most) Memory()
    {
        var lines = File.ReadAllLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status");
        return (Megabytes("VmRSS:"), Megabytes("VmHWM:"));

        double Megabytes(string name) =>
            double.Parse(lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>What the processor has worked for it so far.</summary>
    public TimeSpan Worked => _process.TotalProcessorTime;

    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsAnsweredAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(path, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
