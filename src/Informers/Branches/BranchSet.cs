using System.Collections.Immutable;
using k8s;
using k8s.Models;

namespace KubeController.Informers.Branches;

/// <summary>The branches of an informer: runs those that there are, and those that are added while it runs.</summary>
internal sealed class BranchSet<T>(IEnumerable<InformerBranch<T>> branches)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Those that run, with what ends each. Guarded by the lock.
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Running)> _running = [];
    private ImmutableDictionary<string, InformerBranch<T>> _branches = branches.ToImmutableDictionary(static branch => branch.Part);
    private CancellationToken? _stopping;

    public ImmutableDictionary<string, InformerBranch<T>> All => _branches;

    /// <returns><see langword="false"/> when there is one of its part.</returns>
    public bool Add(InformerBranch<T> branch)
    {
        lock (_lock)
        {
            if (_branches.ContainsKey(branch.Part))
            {
                return false;
            }

            _branches = _branches.Add(branch.Part, branch);
            StartLocked(branch);
            return true;
        }
    }

    /// <summary>Takes a branch out.</summary>
    /// <returns>A task that completes when it has ended: with <see langword="false"/> when there was none.</returns>
    public async Task<bool> RemoveAsync(string part)
    {
        (CancellationTokenSource Stop, Task Running) ended;
        lock (_lock)
        {
            if (!_branches.ContainsKey(part))
            {
                return false;
            }

            _branches = _branches.Remove(part);
            if (!_running.Remove(part, out ended))
            {
                return true;
            }
        }

        await EndAsync(ended);
        return true;
    }

    /// <summary>Runs all until the token is cancelled, or one fails, which none does by design.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
        {
            _stopping = stop.Token;
            foreach (var branch in _branches.Values)
            {
                StartLocked(branch);
            }
        }

        try
        {
            await _failed.Task.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await stop.CancelAsync();
            await EndAllAsync();
        }
    }

    private async Task EndAllAsync()
    {
        List<(CancellationTokenSource Stop, Task Running)> ending;
        lock (_lock)
        {
            _stopping = null;
            ending = [.. _running.Values];
            _running.Clear();
        }

        await Task.WhenAll(ending.Select(EndAsync));
    }

    private void StartLocked(InformerBranch<T> branch)
    {
        if (_stopping is { } stopping)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _running[branch.Part] = (stop, RunAsync(branch, stop.Token));
        }
    }

    private async Task RunAsync(InformerBranch<T> branch, CancellationToken cancellationToken)
    {
        // Not under the lock.
        await Task.Yield();
        try
        {
            await branch.RunAsync(cancellationToken);
        }
        catch (Exception error)
        {
            _failed.TrySetException(error);
        }
    }

    private static async Task EndAsync((CancellationTokenSource Stop, Task Running) branch)
    {
        await branch.Stop.CancelAsync();
        await branch.Running;
        branch.Stop.Dispose();
    }
}
