using k8s.Models;
using KubeController.Client.Tests.Scripts;
using KubeController.Testing;

namespace KubeController.Client.Tests;

/// <summary>What goes wrong on the way to a whole API server, through both of its doors.</summary>
[TestFixture(false)]
[TestFixture(true)]
[CancelAfter(60_000)]
public sealed class EmbeddedServerFaultTests(bool overTheNetwork)
{
    private EmbeddedServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await EmbeddedServer.StartAsync(overTheNetwork);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Get_FailedTwice_SucceedsInTheEnd(CancellationToken cancellationToken)
    {
        _server.Break("get", new() { StatusCode = 503 }, new() { StatusCode = 502 });
        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        await _server.Client.GetAsync<V1ConfigMap>(NamespacedName.Of(created), cancellationToken);
        Assert.That(_server.Api.Requests.Count(request => request.Verb == "get"), Is.EqualTo(3));
    }

    [Test]
    public async Task Create_AnswerLost_IsReportedAndNotRepeated(CancellationToken cancellationToken)
    {
        _server.Break("create", new Fault { Cut = FaultCut.AfterCommit });
        Assert.That(() => _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken), Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
        Assert.That(_server.Api.Requests.Count(request => request.Verb == "create"), Is.EqualTo(1));
        Assert.That((await _server.Client.GetAsync<V1ConfigMap>(new("default", "a"), cancellationToken)).Data["x"], Is.EqualTo("1"));
    }

    [Test]
    public async Task Patch_AnswerLost_IsRepeated(CancellationToken cancellationToken)
    {
        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        _server.Break("patch", new() { Cut = FaultCut.AfterCommit }, new() { Cut = FaultCut.BeforeCommit });
        var patched = await _server.Client.PatchAsync<V1ConfigMap>(NamespacedName.Of(created), new MergePatch().Label("a", "b"), cancellationToken);
        Assert.That(patched.Metadata.Labels["a"], Is.EqualTo("b"));
    }
}
