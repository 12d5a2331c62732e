using System.Collections;

namespace KubeController.Reconcilers.Running;

/// <summary>What every log line of a reconcile carries.</summary>
internal sealed class ReconcileScope(string controller, ReconcileRequest request) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Controller", controller),
        1 => new("Key", request.Key),
        2 => new("Attempt", request.Attempt),
        3 => new("Causes", request.Causes),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{controller} {request.Key}, attempt {request.Attempt}: {string.Join("; ", request.Causes)}";
}
