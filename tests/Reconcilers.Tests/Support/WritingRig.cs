using System.Collections.Concurrent;
using KubeController.Client;
using KubeController.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>An embedded server on virtual time, a client, and another writer that comes in between.</summary>
internal sealed class WritingRig : IAsyncDisposable
{
    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: gadgets.test.kubecontroller.dev }
        spec:
          group: test.kubecontroller.dev
          scope: Namespaced
          names: { kind: Gadget, listKind: GadgetList, plural: gadgets, singular: gadget }
          versions:
          - name: v1
            served: true
            storage: true
            subresources: { status: {} }
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: { type: object, x-kubernetes-preserve-unknown-fields: true }
                  status: { type: object, x-kubernetes-preserve-unknown-fields: true }
        """;

    private readonly ConcurrentDictionary<string, Fault> _faults = new();
    private readonly ApiConnection _connection;
    private readonly Interference _interference;

    private WritingRig(ApiServer server, FakeTimeProvider time, ConcurrentDictionary<string, Fault> faults)
    {
        (Server, Time, _faults) = (server, time, faults);
        _interference = new(server.CreateHandler());
        _connection = new(server.Url, _interference, new() { TimeProvider = time, Random = () => 0, MaxRetries = 0 });
        Client = new(_connection);
        OtherConnection = new(server.Url, server.CreateHandler(), new() { TimeProvider = time, UserAgent = "other" });
        Other = new(OtherConnection);
    }

    public ApiServer Server { get; }

    public FakeTimeProvider Time { get; }

    public ApiConnection Connection => _connection;

    /// <summary>The client under test.</summary>
    public ResourceClient Client { get; }

    /// <summary>The client of another writer.</summary>
    public ResourceClient Other { get; }

    private ApiConnection OtherConnection { get; }

    public static async Task<WritingRig> StartAsync(CancellationToken cancellationToken)
    {
        var (time, faults) = (new FakeTimeProvider(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero)), new ConcurrentDictionary<string, Fault>());
        var server = await ApiServer.StartAsync(
            new() { Listen = false, TimeProvider = time, Faults = request => request.UserAgent != "other" && faults.TryGetValue(request.Verb, out var fault) ? fault : null },
            cancellationToken);
        await server.ApplyAsync(Definition, cancellationToken);
        return new(server, time, faults);
    }

    /// <summary>Lets every request of a verb fail, until it is called with null.</summary>
    public void Fail(string verb, Fault? fault)
    {
        if (fault is null)
        {
            _faults.TryRemove(verb, out _);
        }
        else
        {
            _faults[verb] = fault;
        }
    }

    /// <summary>Lets another writer do something right before the next request of a method is sent, once.</summary>
    public void Before(HttpMethod method, Func<ResourceClient, Task> act) => _interference.Next[method] = () => act(Other);

    /// <summary>The requests of the client under test, but for those before <paramref name="since"/>.</summary>
    public IReadOnlyList<string> RequestsSince(int since) =>
        [.. Server.Requests.Skip(since).Where(request => request.UserAgent != "other").Select(request => request.Verb)];

    public int Mark() => Server.Requests.Count;

    public Task<Gadget> CreateAsync(Action<Gadget>? configure = null, CancellationToken cancellationToken = default)
    {
        var gadget = new Gadget { Metadata = new() { Name = "a", NamespaceProperty = "default" } };
        configure?.Invoke(gadget);
        return Other.CreateAsync(gadget, cancellationToken);
    }

    public Task<Gadget> ReadAsync(CancellationToken cancellationToken) => Other.GetAsync<Gadget>(new("default", "a"), cancellationToken);

    /// <summary>Lets virtual time pass until something has ended.</summary>
    public async Task<T> PassTimeUntilAsync<T>(Task<T> fact, CancellationToken cancellationToken)
    {
        while (!fact.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(1));

            // Many turns to a millisecond: the waits after a conflict pass, and no request runs out of time.
            for (var turn = 0; turn < 20 && !fact.IsCompleted; turn++)
            {
                await Task.Yield();
            }
        }

        return await fact;
    }

    /// <summary>Waits until something is the case, while virtual time stands still.</summary>
    public static async Task UntilAsync(Func<bool> fact, CancellationToken cancellationToken)
    {
        while (!fact())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        OtherConnection.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class Interference(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public ConcurrentDictionary<HttpMethod, Func<Task>> Next { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Next.TryRemove(request.Method, out var act))
            {
                await act();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
