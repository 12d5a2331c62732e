using System.Collections.Concurrent;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Tests.Support;

/// <summary>What a subscriber believes to be there, from what it was told, and every change that contradicts it.</summary>
internal sealed class View
{
    private readonly Dictionary<NamespacedName, V1ConfigMap> _seen = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private int _calls;

    public View(Informer<V1ConfigMap> informer) => Subscription = informer.Subscribe(OnChange);

    public InformerSubscription Subscription { get; }

    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Gets a task that completes when the object named <c>last</c> was seen.</summary>
    public Task Complete => SeenAsync("last");

    /// <summary>Gets what is there, as <see cref="InformerRig.Content"/> writes it; read it when nothing is delivered any more.</summary>
    public string Content => string.Join(' ', _seen.Values.Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));

    /// <summary>Waits until an object of this name was told of, before or after this call.</summary>
    public Task SeenAsync(string name) => Awaited(name).Task;

    private TaskCompletionSource Awaited(string name) => _awaited.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

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
        Awaited(change.Key.Name).TrySetResult();
    }
}
