using KubeController.Samples.Checksums;

// The work queue used alone: keeps SHA256SUMS of a folder up to date while its files change.
if (args is not [var path] || !Directory.Exists(path))
{
    Console.Error.WriteLine("Name a folder that exists: dotnet run --project samples/Checksums -- FOLDER");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    stop.Cancel();
};
await new ChecksumFile(path, Console.Out).RunAsync(stop.Token);
return 0;
