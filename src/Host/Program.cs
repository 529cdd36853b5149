using System.CommandLine;
using RedmineBridge.Host.Commands;

// The host hears itself when the process is to end, and takes the time it needs to finish what is under way; the command line's own
// way would be to end it after two seconds.
return await new RunCommand().Parse(args, RunCommand.Parsing).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
