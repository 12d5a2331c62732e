using KubeController.Informers.Bench;

// What an informer costs, in one JSON line.
// dotnet run -c Release --project bench/Informers.Bench -- MODE [--kubeconfig FILE] [--resource widgets.v1.bench.example.com] [--count 30000]
//   sync    from the start of the process to a full store, then what is on the heap
//   relist  the same, then a list of which nothing (or a tenth) has changed: the highest heap, over the steady one
//   churn   a watch event: a pod's from recorded bytes, and a custom resource's from a server that another process writes to
//   read    gets and indexed lists while events come, and what readers that never pause cost the writer
// Without --kubeconfig the embedded server serves, in a process of its own; and the client that is measured is a process of its own, too.
var arguments = BenchArguments.Parse(args);
return arguments.Mode switch
{
    "serve" => await ServeMode.RunAsync(arguments),
    "write" => await WriteMode.RunAsync(arguments),
    "read" => await ReadMode.RunAsync(arguments),
    "churn" when arguments.Kubeconfig is not null => await ChurnMode.RunAsync(arguments),
    "sync" when arguments.Kubeconfig is not null => await SyncMode.RunAsync(arguments),
    "relist" when arguments.Kubeconfig is not null => await RelistMode.RunAsync(arguments),
    "sync" or "relist" or "churn" => await OwnServer.RunWithAsync(arguments),
    _ => BenchArguments.Usage(),
};
