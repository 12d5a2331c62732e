using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Demo;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>A cluster with the sample's resources installed, in this process, and a user who looks at it.</summary>
internal sealed class SessionCluster : IAsyncDisposable
{
    public const string Team = "team";
    private readonly CancellationTokenSource _stop = new();
    private readonly ApiConnection _connection;
    private readonly Informer<AgenticSession> _sessions;
    private readonly Informer<V1Pod> _pods;
    private readonly Task _watching;

    private SessionCluster(ApiServer server, TimeProvider timeProvider)
    {
        Server = server;
        TimeProvider = timeProvider;
        _connection = Connect("user/1.0");
        Client = new(_connection);
        _sessions = new(new ListWatch<AgenticSession>(_connection), new() { TimeProvider = timeProvider });
        _pods = new(new ListWatch<V1Pod>(_connection), new() { TimeProvider = timeProvider });
        _watching = Task.WhenAll(_sessions.RunAsync(_stop.Token), _pods.RunAsync(_stop.Token));
    }

    public ApiServer Server { get; }

    public TimeProvider TimeProvider { get; }

    /// <summary>Gets the user's client.</summary>
    public ResourceClient Client { get; }

    /// <summary>Gets the requests of all operators.</summary>
    public IReadOnlyList<RequestRecord> OperatorRequests => [.. Server.Requests.Where(request => request.UserAgent.StartsWith("operator", StringComparison.Ordinal))];

    /// <summary>Starts a cluster with a managed namespace that has its API keys.</summary>
    public static async Task<SessionCluster> StartAsync(
        ClusterSetup setup, CancellationToken cancellationToken, TimeProvider? timeProvider = null)
    {
        var server = await ApiServer.StartAsync(
            new() { Listen = false, TimeProvider = timeProvider ?? TimeProvider.System, Pods = new() { Script = pod => setup.Script(pod) }, Faults = request => setup.Fault(request) },
            cancellationToken);
        if (setup.InstallsCustomResources)
        {
            var definitions = await DemoManifests.CustomResourcesAsync(cancellationToken);
            await server.ApplyAsync(setup.EditDefinitions(definitions), cancellationToken);
        }

        var cluster = new SessionCluster(server, timeProvider ?? TimeProvider.System);
        await cluster.Client.CreateAsync(new V1Namespace { Metadata = new() { Name = "ambient-code" } }, cancellationToken);
        await cluster.CreateNamespaceAsync(Team, isManaged: setup.IsManaged, cancellationToken);
        if (setup.HasRunnerSecret)
        {
            await cluster.CreateRunnerSecretAsync(Team, cancellationToken);
        }

        return cluster;
    }

    public ApiConnection Connect(string userAgent) =>
        new(new Uri("http://localhost/"), Server.CreateHandler(), new() { UserAgent = userAgent, TimeProvider = TimeProvider });

    public Task CreateNamespaceAsync(string name, bool isManaged, CancellationToken cancellationToken) => Client.CreateAsync(
        new V1Namespace { Metadata = new() { Name = name, Labels = isManaged ? new Dictionary<string, string> { [Labels.Managed] = "true" } : null } }, cancellationToken);

    public Task CreateRunnerSecretAsync(string @namespace, CancellationToken cancellationToken) =>
        CreateSecretAsync(new(@namespace, "ambient-runner-secrets"), cancellationToken, ("ANTHROPIC_API_KEY", "key-of-the-team"));

    public Task CreateSecretAsync(NamespacedName name, CancellationToken cancellationToken, params (string Key, string Value)[] data) => Client.CreateAsync(
        new V1Secret
        {
            Metadata = new() { Name = name.Name, NamespaceProperty = name.Namespace },
            Data = data.ToDictionary(pair => pair.Key, pair => System.Text.Encoding.UTF8.GetBytes(pair.Value)),
        },
        cancellationToken);

    public Task<AgenticSession> CreateSessionAsync(string name, CancellationToken cancellationToken, AgenticSessionSpec? spec = null, string @namespace = Team) =>
        Client.CreateAsync(
            new AgenticSession { Metadata = new() { Name = name, NamespaceProperty = @namespace }, Spec = spec ?? new() { InitialPrompt = "work" } }, cancellationToken);

    public Task<AgenticSession> AskAsync(string session, string phase, CancellationToken cancellationToken) =>
        Client.PatchAsync<AgenticSession>(new(Team, session), new MergePatch().Annotation(Annotations.DesiredPhase, phase), cancellationToken);

    /// <summary>Waits until a session is as a test wants it.</summary>
    public Task<AgenticSession> WaitForAsync(string session, Predicate<AgenticSession> isSo, CancellationToken cancellationToken, string @namespace = Team) =>
        UntilAsync(_sessions, new(@namespace, session), found => found is not null && isSo(found), cancellationToken)!;

    public Task<AgenticSession> WaitForPhaseAsync(string session, string phase, CancellationToken cancellationToken, string @namespace = Team) =>
        WaitForAsync(session, found => found.Status?.Phase == phase, cancellationToken, @namespace);

    public Task<V1Pod> WaitForPodAsync(string pod, Predicate<V1Pod> isSo, CancellationToken cancellationToken) =>
        UntilAsync(_pods, new(Team, pod), found => found is not null && isSo(found), cancellationToken)!;

    public Task WaitUntilPodIsGoneAsync(string pod, CancellationToken cancellationToken) => UntilAsync(_pods, new(Team, pod), found => found is null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Dispose();
        await Server.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Waits for a fact. Where time is virtual it is pushed a little meanwhile, since delays would never end otherwise.</summary>
    public async Task AwaitAsync(Task fact, CancellationToken cancellationToken)
    {
        while (TimeProvider is FakeTimeProvider time && !fact.IsCompleted)
        {
            await Task.WhenAny(fact, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(60));
        }

        await fact.WaitAsync(cancellationToken);
    }

    private async Task<T?> UntilAsync<T>(Informer<T> informer, NamespacedName key, Predicate<T?> isSo, CancellationToken cancellationToken)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        var fact = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await AwaitAsync(informer.WaitForSyncAsync(cancellationToken), cancellationToken);
        T? last = null;
        await using var subscription = informer.Subscribe(change =>
        {
            if (change.Key == key && isSo(last = change.New))
            {
                fact.TrySetResult(change.New);
            }
        });
        if (!informer.Store.TryGet(key, out _) && isSo(null))
        {
            return null;
        }

        try
        {
            await AwaitAsync(fact.Task, cancellationToken);
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"'{key}' never became what the test waits for. It is: {(last is null ? "absent" : k8s.KubernetesJson.Serialize(last))}", error);
        }

        return await fact.Task;
    }
}
