// Prints how many ConfigMaps each namespace has, whenever that changes: an informer and a work queue, without the host. See README.md beside this file.
using System.Runtime.InteropServices;
using KubeController.Client;
using KubeController.Informers;
using KubeController.WorkQueues;

using var connection = ApiConnection.FromEnvironment();
var informer = new Informer<PartialObjectMetadata>(new(connection, new ResourceType(Group: "", Version: "v1", Kind: "ConfigMap", Plural: "configmaps")));
await using var namespaces = new WorkQueue<string>();

// A change becomes a key: many changes of one namespace are one line.
await using var subscription = informer.Subscribe(change => namespaces.Add(change.Key.Namespace));
using var stop = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTermination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var informing = informer.RunAsync(stop.Token);
var printed = new Dictionary<string, int>();
try
{
    await informer.WaitForSyncAsync(stop.Token);            // the store is full …
    await subscription.WaitForSyncAsync(stop.Token);        // … and every namespace is queued
    await new WorkerPool<string>(namespaces, PrintAsync, concurrency: 1).RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Asked to stop before it had listed.
}

await informing;

ValueTask PrintAsync(WorkItem<string> item, CancellationToken cancellationToken)
{
    // From the store, and not from the change: what counts is how it is now.
    var count = informer.Store.CountByIndex(StoreIndexes.Namespace, item.Key);
    if (!printed.TryGetValue(item.Key, out var before) || before != count)
    {
        Console.WriteLine($"{item.Key} {count}");
        printed[item.Key] = count;
    }

    item.Succeed();
    return ValueTask.CompletedTask;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;       // the program ends by itself
    stop.Cancel();
}
