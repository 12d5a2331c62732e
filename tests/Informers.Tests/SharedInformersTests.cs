using System.Net;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

[CancelAfter(30_000)]
public sealed class SharedInformersTests
{
    private CancellationTokenSource _stop = null!;
    private ScriptedServer _server = null!;
    private TestTime _time = null!;
    private ApiConnection _connection = null!;
    private SharedInformers _informers = null!;
    private Task _running = Task.CompletedTask;

    [SetUp]
    public void SetUp()
    {
        _stop = new();
        _running = Task.CompletedTask;
        _server = new();
        _time = new();
        _connection = new(new("http://server.test"), _server, new() { MaxRetries = 0 });
        _informers = new(_connection, new() { TimeProvider = _time, Random = () => 0, StreamingLists = false });
    }

    [TearDown]
    public async Task TearDown()
    {
        await _stop.CancelAsync();
        await _running;
        _connection.Dispose();
        _server.Dispose();
        _stop.Dispose();
    }

    [Test]
    public void GetOrAdd_SameScope_IsTheSameInformer()
    {
        var one = _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "web", LabelSelector = "app=x" });
        var same = _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "web", LabelSelector = "app=x", FieldSelector = "" });
        var others = new object[]
        {
            _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "web" }),
            _informers.GetOrAdd<V1ConfigMap>(),
            _informers.GetOrAdd<V1Secret>(new() { Namespace = "web", LabelSelector = "app=x" }),
        };
        Assert.That(same, Is.SameAs(one));
        Assert.That(others, Has.None.SameAs(one).And.Unique);
    }

    [Test]
    public void GetOrAdd_OptionsForAnInformerThatIsThere_AreRefused()
    {
        _informers.GetOrAdd<V1ConfigMap>(null, options => options.MaxPendingChanges = 5);
        Assert.That(
            () => _informers.GetOrAdd<V1ConfigMap>(null, options => options.MaxPendingChanges = 6),
            Throws.InvalidOperationException.With.Message.EqualTo("The informer 'configmaps' is there already, with its options. Give 'configure' where it is asked for first."));
    }

    [Test]
    public async Task Run_RunsThoseThereAndThoseAddedLater(CancellationToken cancellationToken)
    {
        var early = _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "early" });
        _running = _informers.RunAsync(_stop.Token);
        var first = await _server.NextListAsync(cancellationToken);
        var late = _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "late", LabelSelector = "app=x" });
        var second = await _server.NextListAsync(cancellationToken);
        Assert.That((first.Path, second.Path, second["labelSelector"]), Is.EqualTo(("/api/v1/namespaces/early/configmaps", "/api/v1/namespaces/late/configmaps", "app=x")));
        first.ReplyList("9", ConfigMap("early/a", 1));
        second.ReplyList("9");
        await _informers.WaitForSyncAsync(TimeSpan.FromSeconds(5), cancellationToken);
        Assert.That((early.Store.Count, late.HasSynced), Is.EqualTo((1, true)));
    }

    [Test]
    public async Task Release_LastUse_StopsTheInformer(CancellationToken cancellationToken)
    {
        var informer = _informers.GetOrAdd<V1ConfigMap>();
        _informers.GetOrAdd<V1ConfigMap>();
        _running = _informers.RunAsync(_stop.Token);
        await _server.NextListAsync(cancellationToken);
        await _informers.ReleaseAsync(informer);
        Assert.That(informer.State.Phase, Is.Not.EqualTo(InformerPhase.Stopped), "Another one uses it.");
        await _informers.ReleaseAsync(informer);
        Assert.That((informer.State.Phase, _server.Open, _informers.States.Count), Is.EqualTo((InformerPhase.Stopped, 0, 0)));
        Assert.That(() => _informers.ReleaseAsync(informer), Throws.ArgumentException);
        Assert.That(_informers.GetOrAdd<V1ConfigMap>(), Is.Not.SameAs(informer));
        await _server.NextListAsync(cancellationToken);
    }

    [Test]
    public async Task Release_BeforeTheRun_NeverRuns(CancellationToken cancellationToken)
    {
        await _informers.ReleaseAsync(_informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "gone" }));
        _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "here" });
        _running = _informers.RunAsync(_stop.Token);
        Assert.That((await _server.NextListAsync(cancellationToken)).Path, Does.Contain("here"));
        Assert.That(_server.Untaken, Is.Zero);
    }

    // E45.
    [Test]
    public async Task WaitForSync_TimesOut_NamesTheLaggardsAndWhatToDo(CancellationToken cancellationToken)
    {
        _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "fine" });
        _running = _informers.RunAsync(_stop.Token);
        (await _server.NextListAsync(cancellationToken)).ReplyList("9");
        await (await _server.NextWatchAsync(cancellationToken)).Accept().BookmarkAsync("10");
        _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "secret", LabelSelector = "app=x" });
        (await _server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.Forbidden, "Forbidden", "configmaps is forbidden: User joe cannot list");
        await _time.NextDelayAsync(cancellationToken);
        var waiting = _informers.WaitForSyncAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.That(() => waiting, Throws.TypeOf<TimeoutException>().With.Message.EqualTo(
            $"1 informer(s) did not list within 00:00:00.5000000:{Environment.NewLine}" +
            "- 'configmaps in namespace 'secret' with labels 'app=x'' is Forbidden since 2026-01-01 00:00:00Z. " +
            "Last error: list configmaps in secret: 403 Forbidden: configmaps is forbidden: User joe cannot list. " +
            "Grant the verb on the resource to the account by a Role or a ClusterRole. " +
            "Grant the service account the verbs list and watch on this resource."));
    }

    [Test]
    public void WaitForSync_NotRun_SaysSo(CancellationToken cancellationToken)
    {
        _informers.GetOrAdd<V1ConfigMap>();
        var waiting = _informers.WaitForSyncAsync(TimeSpan.FromSeconds(1), cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(() => waiting, Throws.TypeOf<TimeoutException>().With.Message.Contains("'configmaps' is NotStarted").And.Message.EndsWith("Run it."));
    }

    [Test]
    public void WaitForSync_TimeIsUpAlready_TimesOutAtOnce(CancellationToken cancellationToken)
    {
        _informers.GetOrAdd<V1ConfigMap>();
        Assert.That(() => _informers.WaitForSyncAsync(TimeSpan.FromSeconds(-3), cancellationToken), Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public async Task Run_Cancelled_ReturnsWhenAllHaveStopped(CancellationToken cancellationToken)
    {
        _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "a" });
        _informers.GetOrAdd<V1ConfigMap>(new() { Namespace = "b" });
        _running = _informers.RunAsync(_stop.Token);
        await _server.NextListAsync(cancellationToken);
        await _server.NextListAsync(cancellationToken);
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        Assert.That(_informers.States.Select(state => state.Phase), Is.All.EqualTo(InformerPhase.Stopped));
        Assert.That(_server.Open, Is.Zero);
        Assert.That(() => _informers.RunAsync(cancellationToken), Throws.InvalidOperationException);
    }
}
