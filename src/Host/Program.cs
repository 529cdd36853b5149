using RedmineBridge.Host.Commands;

return await new RunCommand().Parse(args).InvokeAsync();
