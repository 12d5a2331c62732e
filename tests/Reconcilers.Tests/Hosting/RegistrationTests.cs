using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>What is registered, and what is refused when the host starts.</summary>
[CancelAfter(20_000)]
public sealed class RegistrationTests
{
    private readonly FakeCluster _cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();

    [OneTimeTearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public void Services_OfAController_CanBeInjected()
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller.Owns<V1ConfigMap>()));
        Assert.That(rig.Get<Store<Widget>>(), Is.SameAs(rig.Get<Informer<Widget>>().Store));
        Assert.That(rig.Get<Store<V1ConfigMap>>(), Is.Not.Null);
        Assert.That(rig.Get<ResourceClient>(), Is.Not.Null);
        Assert.That(rig.Get<ApiConnection>().BaseAddress.Host, Is.EqualTo("fake.cluster"));
        Assert.That(rig.Get<SharedInformers>().States.Select(state => state.Name), Is.EquivalentTo(new[] { "widgets.test.kubecontroller.dev", "configmaps" }));
    }

    [Test]
    public void AddInformer_ScopeAndOptions_ApplyToTheOneOfTheControllers()
    {
        using var rig = new HostRig(_cluster, kube => kube
            .AddController<ScriptedReconciler, Widget>(controller => controller.Owns<V1ConfigMap>())
            .AddInformer<V1ConfigMap>(scope => scope.LabelSelector = "app=x", options => options.Name = "mine")
            .AddInformer<V1ConfigMap>(scope => scope.Namespace = "default"));
        Assert.That(rig.Get<Informer<V1ConfigMap>>().State.Name, Is.EqualTo("mine"));
        var scope = rig.Get<IOptionsMonitor<InformerScope>>().Get(typeof(V1ConfigMap).FullName);
        Assert.That((scope.Namespace, scope.LabelSelector), Is.EqualTo(("default", "app=x")));
    }

    [Test]
    public void AddKubeController_Twice_OneHostedServiceOfEachKind()
    {
        using var rig = new HostRig(_cluster, kube => kube.Services.AddKubeController());
        Assert.That(
            rig.Host.Services.GetServices<IHostedService>().Select(service => service.GetType().Name), Is.EqualTo(new[] { "EventHost", "ControllerHost" }), "in this order");
    }

    [Test]
    public void Start_SeveralOptionsOutOfRange_AllNamedAtOnce()
    {
        using var rig = new HostRig(
            _cluster,
            kube => kube.AddController<ScriptedReconciler, Widget>(controller => controller
                .WithWorkers(0)
                .Configure(options => options.Jitter = 2)
                .Configure(options => options.MaxDelay = TimeSpan.FromMilliseconds(2))),
            options => options.SyncWarningInterval = TimeSpan.Zero);
        Assert.That(() => rig.Host.StartAsync(), Throws.Exception.With.Message.Contains("Workers")
            .And.Message.Contains("Jitter").And.Message.Contains("MaxDelay (00:00:00.0020000) is less than BaseDelay").And.Message.Contains("SyncWarningInterval"));
    }

    [Test]
    public void Start_TwoControllersOfOneName_Refused()
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<ScriptedReconciler, Widget>().AddController<ScriptedReconciler, Widget>());
        Assert.That(() => rig.Host.StartAsync(), Throws.InstanceOf<OptionsValidationException>().With.Message.EqualTo(
            "2 controllers are named 'widget'. Give each a name of its own with Named."));
    }

    [Test]
    public async Task Start_TwoControllersOfOneType_EachGetsEveryKey(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        cluster.Put(Widget.Named("a"));
        using var rig = new HostRig(cluster, kube => kube
            .AddController<ScriptedReconciler, Widget>()
            .AddController<ScriptedReconciler, Widget>(controller => controller.Named("second")));
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        Assert.That(rig.Get<SharedInformers>().States, Has.Count.EqualTo(1), "One informer serves both.");
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public void Start_ReconcilerThatCannotBeCreated_FailsTheStart()
    {
        using var rig = new HostRig(_cluster, kube => kube.AddController<NeedyReconciler, Widget>());
        Assert.That(() => rig.Host.StartAsync(), Throws.InvalidOperationException.With.Message.Contains("Store`1[k8s.Models.V1Secret]"));
    }

    [Test]
    public void Configuration_OfAController_OverridesTheCode()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kube:DrainTimeout"] = "00:00:07",
            ["Kube:Controllers:widget:Workers"] = "12",
            ["Kube:Controllers:widget:Deadline"] = "00:01:00",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddKubeController(configuration.GetSection("Kube")).AddController<ScriptedReconciler, Widget>(controller => controller.WithWorkers(3));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<ControllerOptions>>().Get("widget");
        Assert.That((options.Workers, options.Deadline), Is.EqualTo((12, TimeSpan.FromMinutes(1))));
        Assert.That(provider.GetRequiredService<IOptions<KubeControllerOptions>>().Value.DrainTimeout, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task Kubeconfig_OfAFile_NamesTheServer(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("registration-tests-");
        try
        {
            var path = Path.Combine(directory.FullName, "kubeconfig");
            await using var server = await ApiServer.StartAsync(cancellationToken: cancellationToken);
            await server.WriteKubeconfigAsync(path, cancellationToken);
            var services = new ServiceCollection();
            services.AddKubeController(options => options.Kubeconfig = path);
            await using var provider = services.BuildServiceProvider();
            var namespaces = await provider.GetRequiredService<ResourceClient>().ListAsync<V1Namespace>(cancellationToken: cancellationToken);
            Assert.That(namespaces.Select(item => item.Metadata.Name), Does.Contain("default"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [TestCase(false, 1)]
    [TestCase(true, 2)]
    public async Task WithScopePerReconcile_TwoReconciles_OneInstanceEach(bool perReconcile, int instances, CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        cluster.Put(Widget.Named("a"));
        cluster.Put(Widget.Named("b"));
        using var rig = new HostRig(cluster, kube =>
        {
            kube.Services.AddSingleton<InstanceCount>();
            kube.AddController<CountingReconciler, Widget>(controller => _ = perReconcile ? controller.WithScopePerReconcile() : controller);
        });
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        await rig.Host.StopAsync(cancellationToken);
        Assert.That(rig.Get<InstanceCount>().Value, Is.EqualTo(instances));
    }

    private sealed class InstanceCount
    {
        public int Value { get; set; }
    }

    private sealed class CountingReconciler : IReconciler<Widget>
    {
        private readonly ScriptedReconciler _script;

        public CountingReconciler(InstanceCount count, ScriptedReconciler script)
        {
            count.Value++;
            _script = script;
        }

        public ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken) =>
            _script.ReconcileAsync(request, cancellationToken);
    }

    private sealed class NeedyReconciler(Store<V1Secret> secrets) : IReconciler<Widget>
    {
        public ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken) =>
            new(secrets.Count > 0 ? ReconcileResult.Done : ReconcileResult.Retry("no secrets"));
    }
}
