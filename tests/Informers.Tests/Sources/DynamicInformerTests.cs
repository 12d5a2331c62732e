using KubeController.Client;
using KubeController.Informers.Tests.EndToEnd;

namespace KubeController.Informers.Tests.Sources;

/// <summary>Informers of types for which there is no model.</summary>
[CancelAfter(30_000)]
public sealed class DynamicInformerTests
{
    private static readonly ResourceType Widgets = ResourceType.Of<Widget>();

    [Test]
    public async Task GetOrAdd_DynamicOfAType_FollowsItWithAllItsFields(CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        await rig.Server.ApplyAsync(Widget.Definition, cancellationToken);
        await rig.Server.ApplyAsync(Widget.Manifest("a", "3"), cancellationToken);
        var informer = rig.Informers.GetOrAdd<DynamicObject>(new() { Type = Widgets });
        var told = SourceRig.Follow(informer);
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("+a"));
        await rig.Server.ApplyAsync(Widget.Manifest("b", "text"), cancellationToken);
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("+b"));
        var seen = informer.Store.List().Select(item => $"{item.ApiVersion} {item.Kind} {item.Metadata.Name} {item["size"]}");
        Assert.That(seen, Is.EqualTo(new[] { "tests.kubecontroller.dev/v1 Widget a 3", "tests.kubecontroller.dev/v1 Widget b text" }));
        Assert.That(informer.State.UndecodableCount, Is.Zero);
    }

    [Test]
    public async Task GetOrAdd_DynamicAndModelOfOneType_AreTwoInformersWithNamesThatDiffer(CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        var informer = rig.Informers.GetOrAdd<DynamicObject>(new() { Type = Widgets, Namespace = "web" });
        rig.Informers.GetOrAdd<Widget>(new() { Namespace = "web" });
        Assert.That(rig.Informers.GetOrAdd<DynamicObject>(new() { Type = Widgets, Namespace = "web" }), Is.SameAs(informer));
        Assert.That(rig.Informers.States.Select(state => state.Name), Is.EqualTo(new[]
        {
            "widgets.tests.kubecontroller.dev as DynamicObject in namespace 'web'",
            "widgets.tests.kubecontroller.dev in namespace 'web'",
        }));
    }

    [Test]
    public async Task GetOrAdd_DynamicWithoutAType_SaysWhatToDo(CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        Assert.That(() => rig.Informers.GetOrAdd<DynamicObject>(), Throws.InvalidOperationException.With.Message.Contains("InformerScope"));
    }
}
