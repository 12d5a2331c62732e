using System.CommandLine;
using BenchmarkDotNet.Running;
using KubeController.WorkQueues.Bench;

// What the queue costs, one JSON line a run; compared with a bare channel in the same process.
// dotnet run -c Release --project bench/WorkQueue.Bench -- contended|prioritized|delayed [options]
// dotnet run -c Release --project bench/WorkQueue.Bench -- classes --filter '*'                     the BenchmarkDotNet classes
var adds = new Option<int>("--adds") { Description = "How many adds a round has.", DefaultValueFactory = _ => 2_000_000 };
var keys = new Option<int>("--keys") { Description = "How many different keys there are; as many as adds make every add a delivery.", DefaultValueFactory = _ => 100_000 };
var producers = new Option<int>("--producers") { Description = "How many threads add.", DefaultValueFactory = _ => 2 };
var consumers = new Option<int>("--consumers") { Description = "How many loops take.", DefaultValueFactory = _ => 20 };
var rounds = new Option<int>("--rounds") { Description = "How many rounds are measured, after one to warm up; the median counts.", DefaultValueFactory = _ => 5 };
var count = new Option<int>("--count") { Description = "How many keys are delayed.", DefaultValueFactory = _ => 200_000 };

var contended = new Command("contended", "Adds and takes at once, all with one priority.") { adds, keys, producers, consumers, rounds };
contended.SetAction((result, _) => RunTrafficAsync(result, lanes: 1));
var prioritized = new Command("prioritized", "The same over three priorities.") { adds, keys, producers, consumers, rounds };
prioritized.SetAction((result, _) => RunTrafficAsync(result, lanes: 3));
var delayed = new Command("delayed", "Adds keys for later, and takes them when they are due.") { count, consumers };
delayed.SetAction((result, _) => DelayedRun.RunAsync(result.GetValue(count), result.GetValue(consumers)));
var classes = new Command("classes", "Runs the BenchmarkDotNet classes; what follows is for BenchmarkDotNet.") { TreatUnmatchedTokensAsErrors = false };
classes.SetAction(result => { BenchmarkSwitcher.FromAssembly(typeof(DelayedRun).Assembly).Run([.. result.UnmatchedTokens]); });
return await new RootCommand("What the work queue costs.") { contended, prioritized, delayed, classes }.Parse(args).InvokeAsync();

Task RunTrafficAsync(ParseResult result, int lanes) => TrafficRun.RunAsync(
    result.CommandResult.Command.Name,
    new(result.GetValue(adds), result.GetValue(keys), result.GetValue(producers), result.GetValue(consumers), lanes),
    result.GetValue(rounds));
