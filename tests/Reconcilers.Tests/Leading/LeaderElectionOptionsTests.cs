using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Tests.Leading;

[CancelAfter(20_000)]
public sealed class LeaderElectionOptionsTests
{
    private readonly FakeCluster _cluster = new FakeCluster().Install<Widget>();

    [OneTimeTearDown]
    public void DisposeCluster() => _cluster.Dispose();

    [Test]
    public void Constructor_SeveralMistakes_AllNamed()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Create(new()
        {
            LeaseName = "Not_A_Name",
            LeaseNamespace = "default",
            LeaseDuration = TimeSpan.FromSeconds(10.5),
            RenewDeadline = TimeSpan.FromSeconds(11),
            RetryPeriod = TimeSpan.FromSeconds(10),
        }));
        Assert.That(error!.Failures, Has.Exactly(4).Items.And.Some.Contains("DNS subdomain").And.Some.Contains("10.5000000) is not in whole seconds")
            .And.Some.Contains("RenewDeadline (00:00:11) is not less than LeaseDuration").And.Some.Contains("RetryPeriod (00:00:10) and its jitter"));
    }

    [TestCase(15, 10, 2, true)]
    [TestCase(1, 0.9, 0.1, true)]
    [TestCase(15, 15, 2, false)]
    [TestCase(15, 12, 10, false, TestName = "Constructor_RetryPeriodWithJitterIsTheDeadline_Refused")]
    [TestCase(0.5, 0.3, 0.1, false)]
    public void Constructor_Times_AcceptedOrRefused(double lease, double renew, double retry, bool isRight)
    {
        var options = new LeaderElectionOptions
        {
            LeaseName = "op",
            LeaseNamespace = "default",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };
        Assert.That(() => Create(options), isRight ? Throws.Nothing : Throws.InstanceOf<OptionsValidationException>());
    }

    [Test]
    public void Constructor_NamespaceUnknown_SaysWhatToSet() =>
        Assert.That(() => Create(new() { LeaseName = "op" }), Throws.InstanceOf<OptionsValidationException>().With.Message.EqualTo(
            "The namespace of lease 'op' is unknown: this is no pod, and no context of a kubeconfig names one. Set 'LeaseNamespace'."));

    [Test]
    public void Identity_NotGiven_IsOneOfItsOwnEachTime()
    {
        var options = new LeaderElectionOptions { LeaseName = "op", LeaseNamespace = "default" };
        var identities = new[] { Create(options).Identity, Create(options).Identity };
        Assert.That(identities, Is.Unique.And.All.StartsWith($"{Environment.MachineName}_"));
    }

    [Test]
    public void AddLeaderElection_CodeAndConfiguration_ConfigurationOverrides()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LeaderElection:LeaseNamespace"] = "ops",
            ["LeaderElection:RetryPeriod"] = "00:00:01",
            ["LeaderElection:Labels:app"] = "op",
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton(_cluster.Connect(TimeProvider.System));
        services.AddKubeController(section).AddLeaderElection(options => (options.LeaseName, options.LeaseNamespace) = ("op", "code"));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<LeaderElectionOptions>>().Value;
        Assert.That(provider.GetRequiredService<LeaderElector>().Lease, Is.EqualTo(new NamespacedName("ops", "op")));
        Assert.That((options.RetryPeriod, options.Labels["app"]), Is.EqualTo((TimeSpan.FromSeconds(1), "op")));
    }

    [Test]
    public void AddLeaderElection_Mistakes_NamedWhenTheHostStarts()
    {
        using var rig = new HostRig(_cluster, kube => kube.AddLeaderElection(options => options.RenewDeadline = TimeSpan.FromSeconds(20)));
        Assert.That(() => rig.Host.StartAsync(), Throws.Exception.With.Message.Contains("LeaseName").And.Message.Contains("RenewDeadline (00:00:20) is not less than"));
    }

    private LeaderElector Create(LeaderElectionOptions options) => new(_cluster.Connect(TimeProvider.System), options, TimeProvider.System, static () => 0, NullLogger.Instance);
}
