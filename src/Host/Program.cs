using RedmineBridge.Host.Commands;

return await CommandLine.RunAsync(args);
