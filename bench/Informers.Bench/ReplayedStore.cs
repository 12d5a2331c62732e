using System.Globalization;
using System.Text;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Bench;

/// <summary>An informer fed from memory: a list, then changes of its objects as fast as they are taken.</summary>
internal sealed class ReplayedStore<T> : IAsyncDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const long FirstVersion = 1_000_000_000;

    private readonly ApiConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public ReplayedStore(ResourceType type, IReadOnlyList<string> objects, long events, Action<InformerOptions<T>>? configure = null)
    {
        var (frames, versionAt) = EventStream.Frames(objects);
        var items = objects.Select(json => json.Replace("RRRRRRRRRR", FirstVersion.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var list = Encoding.UTF8.GetBytes(
            $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"{{FirstVersion}}"},"items":[{{string.Join(',', items)}}]}""");
        _connection = new(new("http://bench.test/"), new ReplayHandler(list, () => new EventStream(frames, versionAt, FirstVersion, events)));
        var options = new InformerOptions<T> { StreamingLists = false };
        configure?.Invoke(options);
        Informer = new(new(_connection, type), options);
        _running = Task.Run(() => Informer.RunAsync(_stop.Token));      // what is read from memory never waits
    }

    public Informer<T> Informer { get; }



    /// <summary>Gets how many changes are in the store.</summary>
    public long Events => long.Parse(Informer.Store.ResourceVersion ?? "1000000000", CultureInfo.InvariantCulture) - FirstVersion;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _connection.Dispose();
        _stop.Dispose();
    }
}
