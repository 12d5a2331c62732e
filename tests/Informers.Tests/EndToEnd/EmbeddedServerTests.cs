using System.Text;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using KubeController.Testing;

namespace KubeController.Informers.Tests.EndToEnd;

/// <summary>Informers against a whole API server, in this process and over a socket. Delays are real here, and short.</summary>
[CancelAfter(60_000)]
public sealed class EmbeddedServerTests
{
    private volatile Func<ApiRequestInfo, Fault?> _fault = _ => null;
    private LogRecorder _logs = null!;

    [SetUp]
    public void SetUp()
    {
        _fault = _ => null;
        _logs = new();
    }

    [TearDown]
    public void TearDown() => _logs.Dispose();

    [Test]
    public async Task Run_ObjectsComeChangeAndGo_StoreFollows([Values] bool overSocket, CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = overSocket }, cancellationToken);
        using var connection = overSocket ? ConnectBySocket(server) : Connect(server);
        var client = new ResourceClient(connection);
        await client.CreateAsync(Maps.New("early"), cancellationToken);
        await using var following = Follow(connection);
        var early = (await following.Changes.NextAsync(cancellationToken)).New!;
        var created = await client.CreateAsync(Maps.New("a"), cancellationToken);
        await client.PatchAsync<V1ConfigMap>(NamespacedName.Of(created), new MergePatch().Label("app", "x"), cancellationToken);
        await client.DeleteAsync<V1ConfigMap>(NamespacedName.Of(early), cancellationToken: cancellationToken);
        var told = await following.Changes.NextAsync(3, cancellationToken);
        Assert.That(told.Select(change => change.Split('@')[0]), Is.EqualTo(new[] { "+a", "a", "-early" }));
        Assert.That(following.Informer.Store.List().Single().Metadata.Labels["app"], Is.EqualTo("x"));
        Assert.That(following.Informer.State, Has.Property("Lists").EqualTo(1).And.Property("Phase").EqualTo(InformerPhase.Watching));
    }

    // The watch is cut, then expires, is throttled, forbidden and broken in turn, while objects change; in the end all is as on the server.
    [Test]
    public async Task Run_OneFaultAfterTheOther_EndsEqualToTheServer(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = false, Faults = request => _fault(request) }, cancellationToken);
        using var connection = Connect(server);
        var client = new ResourceClient(connection);
        for (var i = 0; i < 8; i++)
        {
            await client.CreateAsync(Maps.New($"k{i}"), cancellationToken);
        }

        await using var following = Follow(connection);
        var view = new View(following.Informer);
        await view.Subscription.WaitForSyncAsync(cancellationToken);
        var faults = new (string Name, Func<ApiRequestInfo, Fault?> Fault)[]
        {
            ("cut", _ => null),
            ("expired", request => { server.Compact(); return null; }),
            ("throttled", request => request.Verb == "watch" ? new() { StatusCode = 429 } : null),
            ("forbidden", request => request.Verb == "watch" ? new() { StatusCode = 403 } : null),
            ("list fails", request => request.Verb == "list" ? new() { StatusCode = 500 } : null),
            ("unavailable", request => request.Verb is "watch" or "list" ? new() { StatusCode = 503 } : null),
        };
        for (var round = 0; round < faults.Length; round++)
        {
            _fault = faults[round].Fault;
            server.CutWatches(abruptly: round % 2 == 0);
            await ChangeSomethingAsync(client, round, cancellationToken);
            _fault = _ => null;
            await client.CreateAsync(Maps.New($"mark{round}"), cancellationToken);
            while (!following.Informer.Store.TryGet(new("default", $"mark{round}"), out _))
            {
                await following.Changes.NextAsync(cancellationToken);
            }
        }

        await client.CreateAsync(Maps.New("last"), cancellationToken);
        await view.Complete.WaitAsync(cancellationToken);
        await view.Subscription.DisposeAsync();
        var listed = await client.ListAsync<V1ConfigMap>(cancellationToken: cancellationToken);
        Assert.That(view.Content, Is.EqualTo(Describe(listed)));
        Assert.That(Describe(following.Informer.Store.List()), Is.EqualTo(Describe(listed)));
        Assert.That(view.Faults, Is.Empty);
    }

    [Test]
    public async Task Run_DefinitionIsMissing_WaitsAndGoesOnOnceItIsThere(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = false }, cancellationToken);
        using var connection = Connect(server);
        var informer = new Informer<Widget>(new(connection), new() { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20) }, _logs);
        await using var running = new Running(informer.RunAsync);
        await _logs.WaitForAsync(203, cancellationToken);
        Assert.That(informer.HasSynced, Is.False);
        Assert.That(informer.State.LastError, Is.TypeOf<NotFoundException>());
        await server.ApplyAsync(Widget.Definition, cancellationToken);
        await informer.WaitForSyncAsync(cancellationToken);
    }

    [Test]
    public async Task Run_OneObjectIsUndecodable_TheOthersAreServed(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new() { Listen = false }, cancellationToken);
        using var connection = Connect(server);
        await server.ApplyAsync(Widget.Definition, cancellationToken);
        await server.ApplyAsync(Widget.Manifest("good", "3"), cancellationToken);
        await server.ApplyAsync(Widget.Manifest("bad", "huge"), cancellationToken);
        var informer = new Informer<Widget>(new(connection), null, _logs);
        await using var running = new Running(informer.RunAsync);
        await informer.WaitForSyncAsync(cancellationToken);
        Assert.That(informer.Store.List().Single().Size, Is.EqualTo(3));
        Assert.That(informer.State.UndecodableCount, Is.EqualTo(1));
        Assert.That(_logs.Of(207).Single(), Does.Contain("default/bad"));

        var told = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = informer.Subscribe(change =>
        {
            if (change.Key.Name == "bad")
            {
                told.TrySetResult(change.Resource.Size);
            }
        });
        await server.ApplyAsync(Widget.Manifest("bad", "4"), cancellationToken);
        Assert.That(await told.Task.WaitAsync(cancellationToken), Is.EqualTo(4), "It is served once it is mended.");
    }

    private static ApiConnection Connect(ApiServer server) => new(server.Url, server.CreateHandler(), new() { MaxRetries = 0 });

    private static ApiConnection ConnectBySocket(ApiServer server)
    {
        using var kubeconfig = new MemoryStream(Encoding.UTF8.GetBytes(server.Kubeconfig));
        return ApiConnection.FromConfiguration(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
    }

    private static async Task ChangeSomethingAsync(ResourceClient client, int round, CancellationToken cancellationToken)
    {
        var name = new NamespacedName("default", $"k{round}");
        await client.DeleteAsync<V1ConfigMap>(name, cancellationToken: cancellationToken);
        await client.PatchAsync<V1ConfigMap>(new("default", "k7"), new MergePatch().Label("round", $"{round}"), cancellationToken);
        if (round % 2 == 0)
        {
            await client.CreateAsync(Maps.New(name.Name), cancellationToken);
        }
    }

    private static string Describe(IEnumerable<V1ConfigMap> maps) =>
        string.Join(' ', maps.Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));

    private Following Follow(ApiConnection connection) => new(connection, _logs);

    /// <summary>An informer that runs until it is disposed.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly Running _running;

        public Following(ApiConnection connection, LogRecorder logs)
        {
            Informer = new(
                new ListWatch<V1ConfigMap>(connection), new() { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20) }, logs);
            Informer.Subscribe(Changes.OnChange);
            _running = new(Informer.RunAsync);
        }

        public Informer<V1ConfigMap> Informer { get; }

        public ChangeRecorder Changes { get; } = new();

        public ValueTask DisposeAsync() => _running.DisposeAsync();
    }
}
