using System.Collections.Concurrent;
using System.Diagnostics;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bridge as an administrator runs it: a process of its own, set up by its environment, which can be killed.</summary>
public sealed class BridgeProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private readonly SecretWatch _watch;

    private BridgeProcess(ProcessStartInfo start, SecretWatch watch)
    {
        _watch = watch;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The last it has said.</summary>
    public string Log => string.Join('\n', _log);

    /// <param name="directory">Where it works and keeps its database.</param>
    /// <param name="watch">Sees what it says.</param>
    internal static BridgeProcess Start(string directory, SecretWatch watch, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "redmine-bridge.dll"), "run"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(start, watch);
    }

    /// <summary>As <c>kill -9</c> does: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As <c>systemctl stop</c> and <c>docker stop</c> do: it is asked to end, and does so well.</summary>
    public async Task EndAsync(TimeSpan within)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.True(await ExitAsync(within) == 0, $"It ended with exit code {_process.ExitCode}, after {string.Join(" | ", _log.TakeLast(3))}\n{Log}");
    }

    /// <summary>The code that it ends with.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It has not ended within {within.TotalSeconds:0} s:\n{Log}");
        }

        return _process.ExitCode;
    }

    private void Write(string? line)
    {
        if (line is null)
            return;
        _watch.Look(line);
        _log.Enqueue(line);
        while (_log.Count > 300)
            _log.TryDequeue(out _);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
