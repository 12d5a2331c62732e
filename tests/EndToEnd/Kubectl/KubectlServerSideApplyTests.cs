using System.Text.Json.Nodes;

namespace KubeController.EndToEnd.Kubectl;

[TestFixture, CancelAfter(60_000)]
public sealed class KubectlServerSideApplyTests : KubectlFixture
{
    private const string Apply = "apply --server-side -f -";

    [Test]
    public async Task Apply_CustomResource_CreatesThenChanges()
    {
        Assert.That(await SucceedAsync(Apply, Manifests.Gadget("a", 3)), Is.EqualTo("gadget.e2e.example.com/a serverside-applied\n"));
        Assert.That(await SucceedAsync(Apply, Manifests.Gadget("a", 4, "blue")), Is.EqualTo("gadget.e2e.example.com/a serverside-applied\n"));
        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.spec.size}{.spec.color}"), Is.EqualTo("4blue"));
    }

    [Test]
    public async Task Apply_OfAnothersField_ConflictsUntilForced()
    {
        await SucceedAsync($"{Apply} --field-manager=first", Manifests.ConfigMap("c", "one"));

        var refusal = await FailAsync($"{Apply} --field-manager=second", Manifests.ConfigMap("c", "two"));
        Assert.That(refusal, Does.Contain("Apply failed with 1 conflict: conflict with \"first\": .data.key").And.Contain("--force-conflicts"));
        Assert.That(await SucceedAsync("get configmap c -o jsonpath={.data.key}"), Is.EqualTo("one"));

        await SucceedAsync($"{Apply} --field-manager=second --force-conflicts", Manifests.ConfigMap("c", "two"));
        Assert.That(await SucceedAsync("get configmap c -o jsonpath={.data.key}"), Is.EqualTo("two"));
    }

    [Test]
    public async Task Apply_AfterClientSideApply_TakesOver()
    {
        await SucceedAsync("apply -f -", Manifests.ConfigMap("c", "one"));
        await SucceedAsync(Apply, Manifests.ConfigMap("c", "two"));
        await SucceedAsync(Apply, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  other: three\n");

        // kubectl moves what it owned by updates to its applies, so that the key it no longer sends goes.
        Assert.That(await SucceedAsync("get configmap c -o jsonpath={.data}"), Is.EqualTo("""{"other":"three"}"""));
    }

    [Test]
    public async Task Get_ShowManagedFields_NamesManagersAndFields()
    {
        await SucceedAsync(Apply, Manifests.ConfigMap("c", "one"));
        await SucceedAsync("label configmap c color=red");

        Assert.That(await SucceedAsync("get configmap c -o yaml"), Does.Not.Contain("managedFields"));
        Assert.That(
            await SucceedAsync("get configmap c -o yaml --show-managed-fields"),
            Does.Contain("manager: kubectl\n").And.Contain("operation: Apply").And.Contain("manager: kubectl-label").And.Contain("f:key"));
    }

    [Test]
    public async Task ApplyStatus_OfACustomResource_IsOwnedUnderTheSubresource()
    {
        await SucceedAsync(Apply, Manifests.Gadget("a", 3));
        await SucceedAsync($"{Apply} --subresource=status --field-manager=controller", "apiVersion: e2e.example.com/v1\nkind: Gadget\nmetadata:\n  name: a\nstatus:\n  phase: Done\n");

        var gadget = JsonNode.Parse(await SucceedAsync("get gadget a -o json --show-managed-fields"))!;
        Assert.That(gadget["status"]!["phase"]!.GetValue<string>(), Is.EqualTo("Done"));
        Assert.That(
            gadget["metadata"]!["managedFields"]!.AsArray().Select(entry => $"{entry!["manager"]} {entry["subresource"]}"),
            Is.EquivalentTo(new[] { "kubectl ", "controller status" }));
    }
}
