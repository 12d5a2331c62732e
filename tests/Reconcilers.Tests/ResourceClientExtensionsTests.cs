using System.Net;
using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests;

[CancelAfter(10_000)]
public sealed class ResourceClientExtensionsTests
{
    private const string Stop = "example.com/stop";
    private const string Restart = "example.com/restart";

    [Test]
    public async Task ClearAnnotationsAsync_SomePresent_OneMergePatchWithNullsForThose(CancellationToken cancellationToken)
    {
        using var server = new RecordingServer(HttpStatusCode.OK, """{"metadata":{"name":"a","resourceVersion":"2"}}""");
        using var connection = Connect(server);
        var cleared = await new ResourceClient(connection).ClearAnnotationsAsync(Annotated(Stop, "other"), [Stop, Restart], cancellationToken);
        Assert.That(cleared?.Metadata.ResourceVersion, Is.EqualTo("2"));
        Assert.That(server.Requests, Is.EqualTo(new (string, string, string?, string)[]
        {
            ("PATCH", "/apis/test.kubecontroller.dev/v1/namespaces/default/widgets/a", "application/merge-patch+json",
                """{"metadata":{"annotations":{"example.com/stop":null}}}"""),
        }));
    }

    [Test]
    public async Task ClearAnnotationsAsync_NonePresent_NoRequest(CancellationToken cancellationToken)
    {
        using var server = new RecordingServer(HttpStatusCode.OK, "{}");
        using var connection = Connect(server);
        var (bare, other) = (Widget.Named("a"), Annotated("other"));
        Assert.That(await new ResourceClient(connection).ClearAnnotationsAsync(bare, [Stop], cancellationToken), Is.SameAs(bare));
        Assert.That(await new ResourceClient(connection).ClearAnnotationsAsync(other, [Stop], cancellationToken), Is.SameAs(other));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task ClearAnnotationsAsync_ObjectIsGone_Null(CancellationToken cancellationToken)
    {
        using var server = new RecordingServer(HttpStatusCode.NotFound, """{"kind":"Status","status":"Failure","reason":"NotFound","code":404}""");
        using var connection = Connect(server);
        Assert.That(await new ResourceClient(connection).ClearAnnotationsAsync(Annotated(Stop), [Stop], cancellationToken), Is.Null);
    }

    [Test]
    public void ClearAnnotationsAsync_Refused_Thrown(CancellationToken cancellationToken)
    {
        using var server = new RecordingServer(HttpStatusCode.Forbidden, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403}""");
        using var connection = Connect(server);
        var client = new ResourceClient(connection);
        Assert.That(() => client.ClearAnnotationsAsync(Annotated(Stop), [Stop], cancellationToken), Throws.InstanceOf<ForbiddenException>());
    }

    private static ApiConnection Connect(RecordingServer server) => new(new("http://fake.cluster/"), server);

    private static Widget Annotated(params string[] keys) =>
        Widget.Named("a", metadata => metadata.Annotations = keys.ToDictionary(key => key, _ => "now"));
}
