using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Tests.EndToEnd;

/// <summary>An embedded API server, and hosts with the widget controller on it.</summary>
internal sealed class WidgetCluster : IAsyncDisposable
{
    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.test.kubecontroller.dev }
        spec:
          group: test.kubecontroller.dev
          scope: Namespaced
          names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget }
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: { type: object, properties: { size: { type: string } } }
        """;

    private WidgetCluster(ApiServer server)
    {
        Server = server;
        Connection = Connect();
        Client = new(Connection);
    }

    public ApiServer Server { get; }

    public ApiConnection Connection { get; }

    public ResourceClient Client { get; }

    public static async Task<WidgetCluster> StartAsync(CancellationToken cancellationToken) =>
        new(await ApiServer.StartAsync(new() { Listen = false }, cancellationToken));

    public ApiConnection Connect() => new(Server.Url, Server.CreateHandler());

    public IHost CreateHost(Action<KubeControllerBuilder>? add = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_ => Connect());
        var kube = builder.Services.AddKubeController()
            .AddController<WidgetReconciler, Widget>(controller => controller.Owns<V1ConfigMap>().WithWorkers(8));
        add?.Invoke(kube);
        return builder.Build();
    }

    public Task<Widget> CreateAsync(string name, string size, CancellationToken cancellationToken) => Client.CreateAsync(
        new Widget { Metadata = new() { Name = name, NamespaceProperty = "default" }, Spec = new() { Size = size } }, cancellationToken);

    /// <summary>Waits until a host's store of ConfigMaps is as wanted.</summary>
    public static async Task UntilAsync(IHost host, Func<Store<V1ConfigMap>, bool> fact, CancellationToken cancellationToken)
    {
        var informer = host.Services.GetRequiredService<Informer<V1ConfigMap>>();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = informer.Subscribe(_ =>
        {
            if (fact(informer.Store))
            {
                reached.TrySetResult();
            }
        });
        await reached.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }
}
