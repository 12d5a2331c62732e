using KubeController.Testing.Bench;

// What the embedded API server costs, in one JSON line a measurement.
// dotnet run -c Release --project bench/Testing.Bench -- MODE [--count N] [--clients 16] [--size 1000] [--door in-process|https]
//   start     from the call to a server that answers, in a process that has started one before
//   writes    creates, patches and status patches a second
//   watchers  every change of one resource arrives at each of so many watchers, once and in order
//   memory    heap for a stored object
//   stop      what 50 servers leave behind: threads, ports, files
var arguments = BenchArguments.Parse(args);
return arguments.Mode switch
{
    "start" => await StartMode.RunAsync(arguments),
    "writes" => await WritesMode.RunAsync(arguments),
    "drive" => await DriveMode.RunAsync(arguments),
    "watchers" => await WatchersMode.RunAsync(arguments),
    "memory" => await MemoryMode.RunAsync(arguments),
    "stop" => await StopMode.RunAsync(arguments),
    _ => BenchArguments.Usage(),
};
