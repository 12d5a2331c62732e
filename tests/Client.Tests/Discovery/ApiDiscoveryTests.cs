using System.Net;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Discovery;

[CancelAfter(60_000)]
public sealed class ApiDiscoveryTests
{
    [TestCase("deploy", "deployments.v1.apps")]
    [TestCase("Deployment", "deployments.v1.apps")]
    [TestCase("deployments.apps", "deployments.v1.apps")]
    [TestCase("deployments.v1.apps", "deployments.v1.apps")]
    [TestCase("po", "pods.v1")]
    [TestCase("configmap", "configmaps.v1")]
    public async Task FindAsync_NameAsKubectlTakesIt_IsFound(string name, string expected, CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(overTheNetwork: false);
        using var discovery = new ApiDiscovery(server.Connection);
        Assert.That((await discovery.FindAsync(name, cancellationToken))!.Type.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task FindAsync_UnknownName_IsAskedForAgainOnlyAfterFiveSeconds(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider();
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Aggregated("")).Then(HttpStatusCode.OK, Aggregated(""))
            .Then(HttpStatusCode.OK, Aggregated("")).Then(HttpStatusCode.OK, Aggregated(Widget));
        using var discovery = new ApiDiscovery(Connect.To(handler, time));
        Assert.That(await discovery.FindAsync("widget", cancellationToken), Is.Null);
        Assert.That(await discovery.FindAsync("widget", cancellationToken), Is.Null);
        Assert.That(handler.Requests, Has.Count.EqualTo(2));
        time.Advance(TimeSpan.FromSeconds(5));
        var found = await discovery.FindAsync("wg", cancellationToken);
        Assert.That(found!.Subresources, Is.EqualTo(new[] { "status" }));
        Assert.That(found.IsNamespaced, Is.True);
        Assert.That(handler.Requests, Has.Count.EqualTo(4));
        Assert.That(handler.Requests[3].Header("Accept"), Does.StartWith("application/json; g=apidiscovery.k8s.io; v=v2; as=APIGroupDiscoveryList"));
    }

    [Test]
    public async Task ListAsync_ServerWithoutAggregation_IsAskedVersionByVersion(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, """{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]}""")
            .Then(HttpStatusCode.OK, """{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]}""")
            .Then(HttpStatusCode.OK, """
                {"kind":"APIGroupList","groups":[{"name":"g","preferredVersion":{"groupVersion":"g/v2","version":"v2"},
                 "versions":[{"groupVersion":"g/v1","version":"v1"},{"groupVersion":"g/v2","version":"v2"}]}]}
                """)
            .Then(HttpStatusCode.OK, """
                {"kind":"APIResourceList","groupVersion":"v1","resources":[
                 {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get"]},
                 {"name":"pods/status","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]}]}
                """)
            .Then(HttpStatusCode.NotFound, "")
            .Then(HttpStatusCode.OK, """
                {"kind":"APIResourceList","groupVersion":"g/v1","resources":[{"name":"widgets","singularName":"widget","namespaced":false,"kind":"Widget","verbs":[]}]}
                """);
        using var discovery = new ApiDiscovery(Connect.To(handler));
        var all = await discovery.ListAsync(cancellationToken);
        Assert.That(all.Select(one => $"{one.Type} {string.Join(',', one.Subresources)}"), Is.EqualTo(new[] { "pods.v1 status", "widgets.v1.g " }));
        Assert.That(handler.Requests.Skip(3).Select(request => request.PathAndQuery), Is.EqualTo(new[] { "/api/v1", "/apis/g/v2", "/apis/g/v1" }));
    }

    private const string Widget = """
        {"metadata":{"name":"g"},"versions":[{"version":"v1","resources":[{"resource":"widgets","singularResource":"widget","scope":"Namespaced",
         "responseKind":{"group":"g","version":"v1","kind":"Widget"},"shortNames":["wg"],"verbs":["get"],"subresources":[{"subresource":"status","verbs":["get"]}]}]}]}
        """;

    private static string Aggregated(string items) => $$"""{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[{{items}}]}""";
}
