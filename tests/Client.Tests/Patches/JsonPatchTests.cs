using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Patches;

[CancelAfter(20_000)]
public sealed class JsonPatchTests
{
    [Test]
    public void Pointer_NamesWithSlashesAndTildes_AreEscaped() =>
        Assert.That(JsonPatch.Pointer("metadata", "annotations", "a.b/c~d"), Is.EqualTo("/metadata/annotations/a.b~1c~0d"));

    [Test]
    public void Operations_InTurn_AreTheDocument() => Assert.That(
        new JsonPatch().Test("/a", 1).Add("/b", null).Replace("/c", "x").Remove("/d").ToString(),
        Is.EqualTo("""[{"op":"test","path":"/a","value":1},{"op":"add","path":"/b","value":null},{"op":"replace","path":"/c","value":"x"},{"op":"remove","path":"/d"}]"""));

    // Appended twice is not appended once.
    [TestCase(HttpStatusCode.BadGateway, null, 1)]
    [TestCase(HttpStatusCode.TooManyRequests, "1", 2)]
    public async Task Patch_Refused_IsRepeatedOnlyIfTurnedAway(HttpStatusCode code, string? retryAfter, int requests, CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider();
        var handler = new ScriptedHandler().Then(code, "", "text/plain", retryAfter).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var run = Connect.Client(handler, time).PatchAsync<V1ConfigMap>(new("default", "x"), new JsonPatch().Add("/a/-", 1), cancellationToken);
        await time.RunAsync(run, cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public void BetweenWithOptimisticLock_Change_IsBoundToTheVersionThatWasRead()
    {
        var before = new V1ConfigMap { Metadata = new() { Name = "x", ResourceVersion = "7" } };
        var after = new V1ConfigMap { Metadata = new() { Name = "x", ResourceVersion = "9" }, Data = new Dictionary<string, string> { ["a"] = "b" } };
        Assert.That(
            MergePatch.BetweenWithOptimisticLock(before, after).ToString(), Is.EqualTo("""{"data":{"a":"b"},"metadata":{"resourceVersion":"7"}}"""));
        after.Data = null;
        Assert.That(MergePatch.BetweenWithOptimisticLock(before, after).IsEmpty, Is.True);
        before.Metadata.ResourceVersion = null;
        after.Data = new Dictionary<string, string> { ["a"] = "b" };
        Assert.That(() => MergePatch.BetweenWithOptimisticLock(before, after), Throws.ArgumentException);
    }
}
