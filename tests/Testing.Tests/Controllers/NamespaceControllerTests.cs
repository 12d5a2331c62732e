namespace KubeController.Testing.Tests.Controllers;

[TestFixture, CancelAfter(30_000)]
public sealed class NamespaceControllerTests
{
    private const string Space = "/api/v1/namespaces/space";

    [Test]
    public async Task Delete_NamespaceWithContent_EmptiesAndRemovesIt(CancellationToken cancellationToken)
    {
        await using var fixture = await StartAsync();
        await fixture.PostAsync($"{Space}/configmaps", """{"metadata":{"name":"c"}}""");
        await fixture.PostAsync($"{Space}/secrets", """{"metadata":{"name":"s"}}""");

        await fixture.DeleteAsync(Space);
        await fixture.WaitGoneAsync(Space, cancellationToken);

        Assert.That(await fixture.GetAsync($"{Space}/configmaps/c"), Is.Null);
        Assert.That(await fixture.GetAsync($"{Space}/secrets/s"), Is.Null);
    }

    [Test]
    public async Task Delete_ContentHeldByFinalizer_SaysSoAndWaits(CancellationToken cancellationToken)
    {
        await using var fixture = await StartAsync();
        await fixture.PostAsync($"{Space}/configmaps", """{"metadata":{"name":"held","finalizers":["example.com/hold"]}}""");

        await fixture.DeleteAsync(Space);
        var item = await fixture.WaitAsync(Space, item => item!["status"]!["conditions"] is not null, cancellationToken);

        Assert.That(item!["status"]!["conditions"]!.ToJsonString(), Does.Contain("configmaps has 1 resource instances").And.Contain("example.com/hold in 1 resource instances"));
        await fixture.PatchAsync($"{Space}/configmaps/held", """{"metadata":{"finalizers":null}}""");
        await fixture.WaitGoneAsync(Space, cancellationToken);
    }

    [Test]
    public async Task Delete_PodStillEnding_OtherContentWaits(CancellationToken cancellationToken)
    {
        await using var fixture = await StartAsync(options => options.Pods = new PodRunnerOptions { StopLatency = TimeSpan.FromSeconds(5) });
        await fixture.PostAsync($"{Space}/configmaps", """{"metadata":{"name":"c"}}""");
        await fixture.PostAsync($"{Space}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"i"}]}}""");
        await fixture.WaitAsync($"{Space}/pods/p", pod => pod!["status"]?["phase"]?.GetValue<string>() == "Running", cancellationToken);

        await fixture.DeleteAsync(Space);
        await fixture.WaitAsync(Space, item => item!["status"]!["conditions"] is not null, cancellationToken);
        Assert.That(await fixture.GetAsync($"{Space}/configmaps/c"), Is.Not.Null);

        await fixture.PassUntilAsync(Space, item => item is null, cancellationToken);
    }

    [Test]
    public async Task NamespaceDefaults_On_ComeBackWhenTheyAreLost(CancellationToken cancellationToken)
    {
        await using var fixture = await StartAsync(options => options.NamespaceDefaults = true);
        await fixture.WaitAsync($"{Space}/configmaps/kube-root-ca.crt", map => map is not null, cancellationToken);
        var account = await fixture.WaitAsync($"{Space}/serviceaccounts/default", account => account is not null, cancellationToken);

        await fixture.DeleteAsync($"{Space}/serviceaccounts/default");

        await fixture.WaitAsync(
            $"{Space}/serviceaccounts/default",
            again => again is not null && again["metadata"]!["uid"]!.ToString() != account!["metadata"]!["uid"]!.ToString(),
            cancellationToken);
    }

    private static async Task<ControllerFixture> StartAsync(Action<ApiServerOptions>? configure = null)
    {
        var fixture = await ControllerFixture.StartAsync(configure);
        await fixture.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"space"}}""");
        return fixture;
    }
}
