using KubeController.Reconcilers.Bench;

// What a controller costs, in one JSON line; README.md beside this file says what is measured, and what came out.
// dotnet run -c Release --project bench/Reconcilers.Bench -- MODE [--kubeconfig FILE]
//   reconcile  one status patch for each of so many objects: --count 2000 --workers 20
//   latency    from another process' patch to the start of its reconcile: --seconds 20 --rate 100
// Without --kubeconfig the embedded server serves, in a process of its own; and whoever is measured is a process of its own, too.
// The other processes of a run, to be started by hand against a server of yours:
//   seed       makes the definition and the objects, or resets them: --count 2000
//   stamp      patches them: --seconds 20 --rate 100 --count 100
var arguments = BenchArguments.Parse(args);
if (arguments.EndsWithInput && arguments.Mode != "serve")
{
    Parent.EndWith();
}

return arguments.Mode switch
{
#if !NATIVE
    "serve" => await ServeMode.RunAsync(arguments),
#endif
    "seed" => await SeedMode.RunAsync(arguments),
    "stamp" => await StampMode.RunAsync(arguments),
    "reconcile" when arguments.Kubeconfig is not null => await ReconcileMode.RunAsync(arguments),
    "latency" when arguments.Kubeconfig is not null => await LatencyMode.RunAsync(arguments),
    "reconcile" or "latency" => await OwnServer.RunWithAsync(arguments),
    _ => BenchArguments.Usage(),
};
