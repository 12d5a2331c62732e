using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

/// <summary>The typed verbs against a whole API server, through both of its doors.</summary>
[TestFixture(false)]
[TestFixture(true)]
[CancelAfter(60_000)]
public sealed class EmbeddedServerObjectTests(bool overTheNetwork)
{
    private EmbeddedServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await EmbeddedServer.StartAsync(overTheNetwork);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Object_CreatedReadReplacedPatchedDeleted_IsWhatTheServerHas(CancellationToken cancellationToken)
    {
        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        Assert.That(created.Metadata.Uid, Is.Not.Empty);
        Assert.That(created.Metadata.ManagedFields, Is.Null);

        created.Data = new Dictionary<string, string> { ["x"] = "2" };
        var replaced = await _server.Client.ReplaceAsync(created, cancellationToken);
        Assert.That(ResourceVersions.Compare(replaced.Metadata.ResourceVersion, created.Metadata.ResourceVersion), Is.GreaterThan(0));
        created.Data["x"] = "stale";
        Assert.That(() => _server.Client.ReplaceAsync(created, cancellationToken), Throws.TypeOf<ConflictException>());

        var key = NamespacedName.Of(created);
        var patched = await _server.Client.PatchAsync<V1ConfigMap>(key, new MergePatch().Annotation("example.com/a", "b").Set("3", "data", "y"), cancellationToken);
        Assert.That(patched.Data, Is.EquivalentTo(new Dictionary<string, string> { ["x"] = "2", ["y"] = "3" }));
        patched = await _server.Client.PatchAsync<V1ConfigMap>(key, new MergePatch().Annotation("example.com/a", null), cancellationToken);
        Assert.That(patched.Metadata.Annotations, Is.Null.Or.Empty);

        await _server.Client.DeleteAsync<V1ConfigMap>(key, new() { Uid = created.Metadata.Uid }, cancellationToken);
        Assert.That(() => _server.Client.GetAsync<V1ConfigMap>(key, cancellationToken), Throws.TypeOf<NotFoundException>());
    }

    [Test]
    public async Task Errors_OfTheServer_HaveTheirTypes(CancellationToken cancellationToken)
    {
        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        var key = NamespacedName.Of(created);
        Assert.That(() => _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken), Throws.TypeOf<AlreadyExistsException>());
        Assert.That(
            () => _server.Client.DeleteAsync<V1ConfigMap>(key, new() { Uid = "another" }, cancellationToken), Throws.TypeOf<ConflictException>());
        Assert.That(
            () => _server.Client.PatchAsync<V1ConfigMap>(key, new MergePatch().OnlyAt("1").Label("a", "b"), cancellationToken), Throws.TypeOf<ConflictException>());
        Assert.That(
            () => _server.Client.GetAsync<Widget>(new("default", "a"), cancellationToken),
            Throws.TypeOf<NotFoundException>().With.Property(nameof(NotFoundException.IsResourceTypeUnknown)).True);
        Assert.That(
            () => _server.Client.GetAsync<V1ConfigMap>(new("default", "none"), cancellationToken),
            Throws.TypeOf<NotFoundException>().With.Property(nameof(NotFoundException.IsResourceTypeUnknown)).False);
    }

    [Test]
    public async Task CreateAsync_AgainstTheSchema_NamesTheField(CancellationToken cancellationToken)
    {
        await _server.Api.ApplyAsync(Widget.Definition, cancellationToken);
        var widget = new Widget { Metadata = new() { Name = "heavy", NamespaceProperty = "default" }, Spec = new() { Weight = 1000 } };
        Assert.That(
            () => _server.Client.CreateAsync(widget, cancellationToken),
            Throws.TypeOf<InvalidException>()
                .With.Message.Contains("spec.weight")
                .And.Property(nameof(ApiException.Causes)).One.Property(nameof(V1StatusCause.Field)).EqualTo("spec.weight"));
    }

    [Test]
    public async Task PatchStatusAsync_Pod_LeavesTheRestAlone(CancellationToken cancellationToken)
    {
        var pod = await _server.Client.CreateAsync(
            new V1Pod
            {
                Metadata = new() { Name = "p", NamespaceProperty = "default" },
                Spec = new() { Containers = [new() { Name = "c", Image = "i", Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("100m") } } }] },
            },
            cancellationToken);
        var patched = await _server.Client.PatchStatusAsync<V1Pod>(NamespacedName.Of(pod), new MergePatch().Set("Running", "status", "phase"), cancellationToken);
        Assert.That(patched.Status.Phase, Is.EqualTo("Running"));
        Assert.That(patched.Spec.Containers[0].Resources.Requests["cpu"], Is.EqualTo(new ResourceQuantity("100m")));
    }

    [Test]
    public async Task Lease_WithWholeSeconds_IsTaken(CancellationToken cancellationToken)
    {
        var at = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var lease = await _server.Client.CreateAsync(
            new V1Lease { Metadata = new() { Name = "l", NamespaceProperty = "default" }, Spec = new() { HolderIdentity = "me", RenewTime = at } }, cancellationToken);
        Assert.That(lease.Spec.RenewTime, Is.EqualTo(at));
    }

    [Test]
    public async Task CreateTokenAsync_ServiceAccount_GivesAToken(CancellationToken cancellationToken)
    {
        await _server.Client.CreateAsync(new V1ServiceAccount { Metadata = new() { Name = "robot", NamespaceProperty = "default" } }, cancellationToken);
        var status = await _server.Client.CreateTokenAsync(new("default", "robot"), new() { Audiences = [], ExpirationSeconds = 3600 }, cancellationToken);
        Assert.That(status.Token.Split('.'), Has.Length.EqualTo(3));
    }
}
