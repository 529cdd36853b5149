using System.Diagnostics;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bridge as a process of its own, as people run it, so that it can be killed.</summary>
public sealed class BridgeProcess : IDisposable
{
    private readonly Process _process;

    private BridgeProcess(Process process) => _process = process;

    public static BridgeProcess Start(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "redmine-bridge.dll"), "run"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        // What nobody reads would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
