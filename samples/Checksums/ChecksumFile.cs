using System.Collections.Concurrent;
using System.Security.Cryptography;
using KubeController.WorkQueues;

namespace KubeController.Samples.Checksums;

/// <summary>Keeps the checksums of a folder's files in SHA256SUMS.</summary>
/// <remarks>
/// An event says only that something about a file may have changed: its name goes into the queue, and the worker looks at the file as it is then. However often
/// a file is written meanwhile, it is read once more. What is there at the start comes last, so that a change is not kept waiting by it; a file that somebody
/// is still writing is tried again, later and later.
/// </remarks>
internal sealed class ChecksumFile(string folder, TextWriter output)
{
    private const string FileName = "SHA256SUMS";
    private const int Workers = 4;

    // The list itself is a key as well: it is written by one worker at a time, and once for many changed files.
    private const string List = FileName;

    private readonly ConcurrentDictionary<string, string> _checksums = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var queue = new WorkQueue<string>(new() { Backoff = new CappedBackoff(new ExponentialBackoff(), TimeSpan.FromSeconds(10)) });
        using var watcher = new FileSystemWatcher(folder);
        watcher.Created += (_, change) => Add(queue, change.Name, WorkPriority.Live);
        watcher.Changed += (_, change) => Add(queue, change.Name, WorkPriority.Live);
        watcher.Deleted += (_, change) => Add(queue, change.Name, WorkPriority.Live);
        watcher.Renamed += (_, change) =>
        {
            Add(queue, change.OldName, WorkPriority.Live);
            Add(queue, change.Name, WorkPriority.Live);
        };
        watcher.Error += (_, _) => AddAll(queue);    // events were lost: look at everything
        watcher.EnableRaisingEvents = true;
        AddAll(queue);

        var workers = new WorkerPool<string>(queue, (item, _) => WorkOnAsync(queue, item), Workers);
        await workers.RunAsync(cancellationToken);
    }

    private void AddAll(WorkQueue<string> queue)
    {
        foreach (var name in Directory.EnumerateFiles(folder).Select(Path.GetFileName).Concat(_checksums.Keys))
        {
            Add(queue, name, WorkPriority.Background);
        }
    }

    private static void Add(WorkQueue<string> queue, string? name, int priority)
    {
        if (name is not null and not FileName)
        {
            queue.Add(name, priority);
        }
    }

    // The one place where it is decided what becomes of an error: a file that cannot be read now is tried again, and said so.
    private async ValueTask WorkOnAsync(WorkQueue<string> queue, WorkItem<string> item)
    {
        try
        {
            if (item.Key == List)
            {
                await WriteListAsync();
            }
            else
            {
                await ReadAsync(item.Key);
                queue.AddAfter(List, TimeSpan.FromMilliseconds(50));
            }

            item.Succeed();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"{item.Key}: attempt {item.Attempt} failed and will be repeated. {error.Message}");
            item.Retry(error);
        }
    }

    private async Task ReadAsync(string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            _checksums.TryRemove(name, out _);
            return;
        }

        await using var file = File.OpenRead(path);
        _checksums[name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    private async Task WriteListAsync()
    {
        var lines = _checksums.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value}  {entry.Key}").ToList();
        await File.WriteAllLinesAsync(Path.Combine(folder, FileName), lines);
        await output.WriteLineAsync($"{lines.Count} files in {FileName}.");
    }
}
