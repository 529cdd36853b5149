using System.CommandLine;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Commands;

/// <summary><c>sandbox</c>: everything in one process, to try out; nothing needs to be set up, and nothing is kept.</summary>
internal sealed class SandboxCommand : Command
{
    private const int ChatPort = 8065;

    public SandboxCommand()
        : base("sandbox", "Tries everything out: a stand-in Mattermost with a chat page, a stand-in Redmine, and the bridge between them.")
    {
        var port = new Option<int>("--port") { Description = "The chat page's port; a taken one leads to the next free one.", DefaultValueFactory = _ => ChatPort };
        var version = new Option<string?>("--mattermost") { Description = "The version that the stand-in Mattermost behaves like, for example 11.1.0; 5.37.0 if none is given." };
        version.Validators.Add(given =>
        {
            if (!Version.TryParse(given.GetValueOrDefault<string>(), out var read) || read is not { Build: >= 0, Revision: < 0 })
                given.AddError("--mattermost must be three numbers, for example 11.1.0.");
        });
        Options.Add(port);
        Options.Add(version);
        SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), parsed.GetValue(version), cancellation));
    }

    private static async Task<int> RunAsync(int port, string? version, CancellationToken cancellation)
    {
        await using var sandbox = await SandboxHost.StartAsync(port, cancellation, version);
        Console.WriteLine($"""

            Redmine Bridge's sandbox: two stand-in servers and the bridge, in this process. All of it is invented, and forgotten at the end.
            Песочница: всё вымышлено и ничего не сохраняется.

              Open {sandbox.Chat}

            Try first, as Alice in the channel dev:
              Look at #t1 and #t10, please
              /redmine mine
              /redmine new
              /redmine help{(sandbox.HasApp ? $"\n  {SandboxApp.Command}   (the same through the Apps framework)" : "")}

            Redmine is at {sandbox.Redmine}, the bridge's status at {sandbox.Bridge}. Ctrl+C ends it.
            Who administers both is called admin, with the password {MattermostWorld.AdminPassword}: `redmine-bridge setup` can be tried on them.

            """);
        await sandbox.WaitAsync(cancellation);
        return 0;
    }
}
