using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Tests.Support;

/// <summary>An informer of ConfigMaps on virtual time, the real client below it, and a scripted server below that.</summary>
internal sealed class InformerRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ApiConnection _connection;
    private Task _running = Task.CompletedTask;

    public InformerRig(Action<InformerOptions<V1ConfigMap>>? configure = null, bool streams = false, TimeSpan? clientTimeout = null, ListWatchOptions? scope = null, string[]? namespaces = null)
    {
        var random = new Random(20261123);
        // The client keeps real time unless it has a timeout: its own are not what is tested here, and only the informer's timers are seen.
        var client = new ApiConnectionOptions { MaxRetries = 0 };
        _connection = new(new("http://server.test"), Server, clientTimeout is { } timeout ? client with { RequestTimeout = timeout, TimeProvider = Time.Quiet } : client);
        var options = new InformerOptions<V1ConfigMap> { TimeProvider = Time, Random = random.NextDouble, StreamingLists = streams };
        configure?.Invoke(options);
        Informer = new(new ListWatch<V1ConfigMap>(_connection, options: scope), options, Logs, namespaces);
        Subscription = Informer.Subscribe(Changes.OnChange);
    }

    /// <summary>Gets a client over the informer's connection.</summary>
    public ResourceClient Client => new(_connection);

    public ScriptedServer Server { get; } = new();

    public TestTime Time { get; } = new();

    public LogRecorder Logs { get; } = new();

    public ChangeRecorder Changes { get; } = new();

    public Informer<V1ConfigMap> Informer { get; }

    public InformerSubscription Subscription { get; }

    public Store<V1ConfigMap> Store => Informer.Store;

    public Task Running => _running;

    public void Run() => _running = Informer.RunAsync(_stop.Token);

    /// <summary>Runs the informer, and answers its first list.</summary>
    public async Task ListAsync(string resourceVersion, IReadOnlyCollection<string> items, CancellationToken cancellationToken)
    {
        Run();
        (await Server.NextListAsync(cancellationToken)).ReplyList(resourceVersion, items);
        await Changes.NextAsync(items.Count, cancellationToken);
    }

    /// <summary>Runs the informer, answers its first list and accepts its first watch.</summary>
    public async Task<ScriptedWatch> WatchAsync(string resourceVersion, IReadOnlyCollection<string> items, CancellationToken cancellationToken)
    {
        await ListAsync(resourceVersion, items, cancellationToken);
        return (await Server.NextWatchAsync(cancellationToken)).Accept();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Describes the store's content, ordered: <c>a@1 b@2</c>.</summary>
    public string Content() => string.Join(' ', Store.List().Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Server.Dispose();
        _connection.Dispose();
        _stop.Dispose();
    }
}
