using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConflictRetryTests
{
    private readonly FakeTimeProvider _time = new();

    private readonly string _conflict = Bodies.Status(409, "Conflict", "changed");

    [Test]
    public async Task RetryOnConflictAsync_AlwaysConflict_GivesUpAfterFiveAttempts(CancellationToken cancellationToken)
    {
        var attempts = new List<long>();
        var handler = new ScriptedHandler().Then(HttpStatusCode.Conflict, _conflict);
        var client = Connect.Client(handler, _time);
        var run = client.RetryOnConflictAsync(
            token =>
            {
                attempts.Add(_time.GetTimestamp());
                return client.PatchAsync<V1ConfigMap>(new("default", "x"), new MergePatch(), token);
            },
            cancellationToken: cancellationToken);
        await _time.RunAsync(run, cancellationToken);
        await Catch.Async<ConflictException>(run);
        Assert.That(attempts, Has.Count.EqualTo(5));
    }

    [TestCase(10)]
    [TestCase(5)]
    public async Task RetryOnConflictAsync_Wait_IsTenMillisecondsAndSomeChance(int early, CancellationToken cancellationToken)
    {
        var attempts = 0;
        var client = Connect.Client(new ScriptedHandler().Then(HttpStatusCode.Conflict, _conflict), _time);     // chance is 0.5: 10.5 ms
        var run = client.RetryOnConflictAsync(
            async token =>
            {
                attempts++;
                return await client.PatchAsync<V1ConfigMap>(new("default", "x"), new MergePatch(), token);
            },
            new() { Steps = 2 },
            cancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(early));
        Assert.That(attempts, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromMilliseconds(11 - early));
        await Catch.Async<ConflictException>(run);
        Assert.That(attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task UpdateAsync_ChangedByAnotherMeanwhile_ChangesWhatItIsByThen(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.ConfigMap("x", "1"))
            .Then(HttpStatusCode.Conflict, _conflict)
            .Then(HttpStatusCode.OK, Bodies.ConfigMap("x", "2"))
            .Then(HttpStatusCode.OK, Bodies.ConfigMap("x", "3"));
        var run = Connect.Client(handler, _time).UpdateAsync<V1ConfigMap>(
            new("default", "x"), map => map.Data["a"] = map.Metadata.ResourceVersion, cancellationToken: cancellationToken);
        await _time.RunAsync(run, cancellationToken);
        Assert.That((await run).Metadata.ResourceVersion, Is.EqualTo("3"));
        Assert.That(handler.Requests[3].Body, Does.Contain("\"a\":\"2\"").And.Contain("\"resourceVersion\":\"2\""));
    }

    [Test]
    public async Task RetryOnConflictAsync_OtherFailure_IsThrownAtOnce(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Conflict, Bodies.Status(409, "AlreadyExists", "there"));
        var client = Connect.Client(handler, _time);
        await Catch.Async<AlreadyExistsException>(client.RetryOnConflictAsync(
            token => client.PatchAsync<V1ConfigMap>(new("default", "x"), new MergePatch(), token), cancellationToken: cancellationToken));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }
}
