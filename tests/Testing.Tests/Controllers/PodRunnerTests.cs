using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Controllers;

[TestFixture, CancelAfter(30_000)]
public sealed class PodRunnerTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Test]
    public async Task Pod_NoLatencies_RunsWithoutTimePassing(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions());

        await fixture.PostAsync(Pods, Pod("p"));
        var pod = await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(pod!["spec"]!["nodeName"]!.GetValue<string>(), Is.EqualTo("node-1"));
            Assert.That(pod["status"]!["podIP"]!.GetValue<string>(), Does.StartWith("10.244."));
            Assert.That(pod["status"]!["qosClass"]!.GetValue<string>(), Is.EqualTo("BestEffort"));
        });
    }

    [Test]
    public async Task Pod_RunSeconds_EndsWhenTheyHavePassed(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions());
        await fixture.PostAsync(Pods, Pod("p", """{"testing.kubecontroller.dev/run-seconds":"5","testing.kubecontroller.dev/exit-code":"2"}"""));
        await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);

        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        var pod = await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Failed", cancellationToken);

        Assert.That(pod!["status"]!["containerStatuses"]![0]!["state"]!["terminated"]!["exitCode"]!.GetValue<int>(), Is.EqualTo(2));
    }

    [Test]
    public async Task Delete_RunningPod_IsGoneAfterItsContainersStopped(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions { StopLatency = TimeSpan.FromSeconds(3) });
        await fixture.PostAsync(Pods, Pod("p"));
        await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);

        await fixture.DeleteAsync($"{Pods}/p");
        Assert.That(await fixture.GetAsync($"{Pods}/p"), Is.Not.Null);

        await fixture.PassUntilAsync($"{Pods}/p", pod => pod is null, cancellationToken);
        Assert.That(fixture.Time.GetUtcNow(), Is.GreaterThanOrEqualTo(fixture.Time.Start.AddSeconds(3)));
    }

    [Test]
    public async Task Pod_SameNameAgain_LivesItsOwnLife(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions());
        await fixture.PostAsync(Pods, Pod("p", """{"testing.kubecontroller.dev/run-seconds":"5"}"""));
        await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);
        await fixture.DeleteAsync($"{Pods}/p");
        await fixture.WaitGoneAsync($"{Pods}/p", cancellationToken);

        await fixture.PostAsync(Pods, Pod("p"));
        await fixture.WaitAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);
        fixture.Time.Advance(TimeSpan.FromSeconds(60));

        await fixture.PostAsync(Pods, Pod("later"));
        await fixture.WaitAsync($"{Pods}/later", pod => Phase(pod) == "Running", cancellationToken);
        Assert.That(Phase(await fixture.GetAsync($"{Pods}/p")), Is.EqualTo("Running"));
    }

    [Test]
    public async Task Script_Delegate_DecidesBeforeAnnotations(CancellationToken cancellationToken)
    {
        var script = new PodScript { Containers = new Dictionary<string, ContainerScript> { ["main"] = new() { NeverStarts = "CreateContainerConfigError" } } };
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions { Script = _ => script });

        await fixture.PostAsync(Pods, Pod("p", """{"testing.kubecontroller.dev/end":"OOMKilled"}"""));

        var pod = await fixture.WaitAsync($"{Pods}/p", pod => pod?["status"]?["containerStatuses"] is not null, cancellationToken);
        Assert.That(pod!["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("CreateContainerConfigError"));
    }

    [Test]
    public async Task Script_ThatThrows_IsToldInTheCondition(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions { Script = _ => throw new InvalidOperationException("no script for this") });

        await fixture.PostAsync(Pods, Pod("p"));

        var pod = await fixture.WaitAsync($"{Pods}/p", pod => pod?["status"]?["conditions"] is JsonArray { Count: > 0 }, cancellationToken);
        Assert.That(pod!["status"]!["conditions"]![0]!["message"]!.GetValue<string>(), Is.EqualTo("no script for this"));
    }

    [Test]
    public async Task Writes_ThatFail_AreTriedAgain(CancellationToken cancellationToken)
    {
        var faults = 3;
        await using var fixture = await ControllerFixture.StartAsync(options =>
        {
            options.Pods = new PodRunnerOptions();
            options.Faults = request => request is { Resource: "pods", Verb: "patch" or "create", UserAgent: "kubecontroller-testing/pod-runner" } && Interlocked.Decrement(ref faults) >= 0
                ? new Fault { StatusCode = 503 }
                : null;
        });
        await fixture.PostAsync(Pods, Pod("p"));

        await fixture.PassUntilAsync($"{Pods}/p", pod => Phase(pod) == "Running", cancellationToken);

        Assert.That(Volatile.Read(ref faults), Is.LessThan(0));
    }

    [Test]
    public async Task ManyPods_AllRunAndEnd(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.Pods = new PodRunnerOptions { Nodes = ["a", "b", "c"] });
        for (var i = 0; i < 100; i++)
        {
            var seconds = (i % 10 + 1).ToString(CultureInfo.InvariantCulture);
            await fixture.PostAsync(Pods, Pod($"p{i}", $$"""{"testing.kubecontroller.dev/run-seconds":"{{seconds}}"}"""));
        }

        await fixture.WaitAsync(Pods, pods => pods!["items"]!.AsArray().All(pod => Phase(pod) == "Running"), cancellationToken);
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        var all = await fixture.WaitAsync(Pods, pods => pods!["items"]!.AsArray().All(pod => Phase(pod) == "Succeeded"), cancellationToken);

        Assert.That(all!["items"]!.AsArray().Select(pod => pod!["spec"]!["nodeName"]!.GetValue<string>()).Distinct(), Is.EquivalentTo(new[] { "a", "b", "c" }));
        Assert.That(all["items"]!.AsArray().Select(pod => pod!["status"]!["podIP"]!.GetValue<string>()), Is.Unique);
    }

    private static string? Phase(JsonNode? pod) => pod?["status"]?["phase"]?.GetValue<string>();

    private static string Pod(string name, string annotations = "{}") => $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","annotations":{{{annotations}}}},
         "spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"example.com/main:1"}]}}
        """;
}
