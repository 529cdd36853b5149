using BenchmarkDotNet.Running;
using RedmineBridge.Benchmarks.ColdStart;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/Benchmarks -- cold-start <published redmine-bridge or redmine-bridge.dll> [runs]
if (args is ["cold-start", var bridge, .. var rest])
    return await ColdStarts.MeasureAsync(bridge, rest is [var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 10);
BenchmarkSwitcher.FromAssembly(typeof(RedmineBridge.Benchmarks.Sessions.Recovery).Assembly).Run(args);
return 0;
