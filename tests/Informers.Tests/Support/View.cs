using System.Collections.Concurrent;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Tests.Support;

/// <summary>What a subscriber believes to be there, from what it was told, and every change that contradicts it.</summary>
internal sealed class View
{
    private readonly Dictionary<NamespacedName, V1ConfigMap> _seen = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public View(Informer<V1ConfigMap> informer) => Subscription = informer.Subscribe(OnChange);

    public InformerSubscription Subscription { get; }

    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Gets a task that completes when the object named <c>last</c> was seen.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Gets what is there, as <see cref="InformerRig.Content"/> writes it; read it when nothing is delivered any more.</summary>
    public string Content => string.Join(' ', _seen.Values.Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));

    private void OnChange(ResourceChange<V1ConfigMap> change)
    {
        if (Interlocked.Increment(ref _calls) != 1)
        {
            Faults.Enqueue("two calls at a time");
        }

        var known = _seen.GetValueOrDefault(change.Key);
        if (known is null != change.Old is null)
        {
            Faults.Enqueue($"{ChangeRecorder.Describe(change)} after {known?.Metadata.ResourceVersion ?? "nothing"}");
        }

        if (change.New is null)
        {
            _seen.Remove(change.Key);
        }
        else
        {
            _seen[change.Key] = change.New;
        }

        Interlocked.Decrement(ref _calls);
        if (change.Key.Name == "last")
        {
            _complete.TrySetResult();
        }
    }
}
