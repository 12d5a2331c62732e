using System.Threading.Channels;
using k8s.Models;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Tests.Support;

/// <summary>A subscriber that remembers what it was told, and lets a test wait for the next.</summary>
internal sealed class ChangeRecorder
{
    private readonly Channel<ResourceChange<V1ConfigMap>> _changes = Channel.CreateUnbounded<ResourceChange<V1ConfigMap>>();

    /// <summary>Gets the number of changes that were told and not taken.</summary>
    public int Waiting => _changes.Reader.Count;

    public void OnChange(ResourceChange<V1ConfigMap> change) => _changes.Writer.TryWrite(change);

    public async Task<ResourceChange<V1ConfigMap>> NextAsync(CancellationToken cancellationToken)
    {
        ResourceChange<V1ConfigMap>? change;
        while (!_changes.Reader.TryRead(out change))
        {
            await _changes.Reader.WaitToReadAsync(cancellationToken);
        }

        return change;
    }

    /// <summary>Waits for so many changes, and describes each as <c>+a@1</c>, <c>a@1>2</c> or <c>-a@2</c>.</summary>
    public async Task<List<string>> NextAsync(int count, CancellationToken cancellationToken)
    {
        var told = new List<string>();
        while (told.Count < count)
        {
            told.Add(Describe(await NextAsync(cancellationToken)));
        }

        return told;
    }

    public static string Describe(StoredChange<V1ConfigMap> change) => Describe(new ResourceChange<V1ConfigMap>(change, StateReader<V1ConfigMap>.Live));

    public static string Describe(ResourceChange<V1ConfigMap> change) => change switch
    {
        { OldMetadata: null } => $"+{change.Key.Name}@{change.Metadata.ResourceVersion}",
        { NewMetadata: null } => $"-{change.Key.Name}@{change.Metadata.ResourceVersion}",
        _ => $"{change.Key.Name}@{change.OldMetadata.ResourceVersion}>{change.NewMetadata.ResourceVersion}",
    };
}
