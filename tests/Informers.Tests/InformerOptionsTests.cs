using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;

namespace KubeController.Informers.Tests;

public sealed class InformerOptionsTests
{
    [Test]
    public void Constructor_OptionOutOfItsRange_SaysWhich()
    {
        Assert.That(Refusal(options => options.IdleTimeout = TimeSpan.Zero), Does.StartWith("'IdleTimeout' must be at least 00:00:01."));
        Assert.That(Refusal(options => options.MaxRetryDelay = TimeSpan.Zero), Does.StartWith("'MaxRetryDelay' must be at least 00:00:00.8000000."));
        Assert.That(Refusal(options => options.MaxPendingChanges = -1), Does.Contain("MaxPendingChanges"));
    }

    [Test]
    public void Random_Default_LiesBetweenZeroAndOne() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => new InformerOptions<V1ConfigMap>().Random()), Is.All.InRange(0.0, 1 - double.Epsilon));

    [Test]
    public void State_BeforeTheRun_SaysSo()
    {
        var informer = Create(options => options.Name = "maps");
        Assert.That(informer.State.ToString(), Is.EqualTo("'maps' is NotStarted since 2026-01-01 00:00:00Z. Run it."));
    }

    private static string? Refusal(Action<InformerOptions<V1ConfigMap>> configure) => Assert.Throws<ArgumentOutOfRangeException>(() => Create(configure))?.Message;

    private static Informer<V1ConfigMap> Create(Action<InformerOptions<V1ConfigMap>> configure)
    {
        using var connection = new ApiConnection(new("http://server.test"), new ScriptedServer());
        var options = new InformerOptions<V1ConfigMap> { TimeProvider = new TestTime() };
        configure(options);
        return new(new ListWatch<V1ConfigMap>(connection), options);
    }
}
