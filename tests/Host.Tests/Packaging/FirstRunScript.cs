using System.Diagnostics;
using System.Text.RegularExpressions;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>
/// A script of <c>docker/first-run</c>, run by itself: its absolute paths lie in a directory of its own, and who owns a file and may read it is only written
/// down, since the accounts of the images are not on this machine.
/// </summary>
internal sealed partial class FirstRunScript : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("redmine-bridge-first-run-").FullName;

    public string PathOf(params string[] path) => Path.Combine([_root, .. path]);

    public string Read(params string[] path) => File.ReadAllText(PathOf(path));

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public void Make(params string[] directories) => Array.ForEach(directories, d => Directory.CreateDirectory(PathOf(d)));

    /// <summary>By its path in the container: what each file was given last by <c>chown</c> or <c>chmod</c>.</summary>
    public IReadOnlyDictionary<string, string> Last(string program) => File.ReadAllLines(PathOf(program))
        .Select(l => l.Split(' '))
        .GroupBy(l => l[^1][_root.Length..], l => l[^2])
        .ToDictionary(g => g.Key, g => g.Last());

    /// <summary>Its exit code and what it said on the error stream.</summary>
    public async Task<(int Code, string Said)> RunAsync(string program, string script, params (string Name, string Value)[] environment)
    {
        Write(script, ContainerPath().Replace(Repository.Read("docker/first-run", script), m => _root + m.Value));
        Write("before.bash", $$"""
            chown() { echo "$@" >>{{_root}}/chown; }
            chmod() { echo "$@" >>{{_root}}/chmod; }
            """);
        var arguments = program == "ruby" ? new[] { "-r", PathOf("before.rb"), PathOf(script) } : [PathOf(script)];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["BASH_ENV"] = PathOf("before.bash");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Office.Patience);
        var said = process.StandardError.ReadToEndAsync(patience.Token);
        _ = process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await said);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [GeneratedRegex(@"(?<![\w/}.])/(secrets-of|secrets|mattermost-config|first-run)\b")]
    private static partial Regex ContainerPath();
}
