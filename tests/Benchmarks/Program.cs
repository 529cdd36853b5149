using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(RedmineBridge.Benchmarks.Sessions.Recovery).Assembly).Run(args);
