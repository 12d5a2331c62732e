using System.Text.Json.Nodes;

namespace KubeController.EndToEnd.Kubectl;

[TestFixture, CancelAfter(60_000)]
public sealed class KubectlWriteTests : KubectlFixture
{
    [Test]
    public async Task Apply_CustomResource_CreatesThenLeavesThenChanges()
    {
        Assert.That(await SucceedAsync("apply -f -", Manifests.Gadget("a", 3)), Is.EqualTo("gadget.e2e.example.com/a created\n"));
        Assert.That(await SucceedAsync("apply -f -", Manifests.Gadget("a", 3)), Is.EqualTo("gadget.e2e.example.com/a unchanged\n"));
        Assert.That(await SucceedAsync("apply -f -", Manifests.Gadget("a", 4, "blue")), Is.EqualTo("gadget.e2e.example.com/a configured\n"));
        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.spec.size}{.spec.color}{.metadata.generation}"), Is.EqualTo("4blue2"));
    }

    [Test]
    public async Task Apply_BuiltInKinds_CreatesThenLeavesThenChanges()
    {
        Assert.That(await SucceedAsync("apply -f -", Manifests.ConfigMap("c", "one")), Is.EqualTo("configmap/c created\n"));
        Assert.That(await SucceedAsync("apply -f -", Manifests.ConfigMap("c", "one")), Is.EqualTo("configmap/c unchanged\n"));
        Assert.That(await SucceedAsync("apply -f -", Manifests.ConfigMap("c", "two")), Is.EqualTo("configmap/c configured\n"));
        Assert.That(await SucceedAsync("get configmap c -o jsonpath={.data.key}"), Is.EqualTo("two"));
    }

    [Test]
    public async Task Apply_Deployment_TakesSecondContainer()
    {
        var yaml = await SucceedAsync("create deployment d --image=example.com/a:1 --image=example.com/b:1 --dry-run=client -o yaml");

        Assert.That(await SucceedAsync("apply -f -", yaml), Is.EqualTo("deployment.apps/d created\n"));
        Assert.That(await SucceedAsync("set image deployment/d a=example.com/a:2"), Does.Contain("image updated"));
        Assert.That(await SucceedAsync("get deployment d -o jsonpath={.spec.template.spec.containers[*].image}"), Is.EqualTo("example.com/a:2 example.com/b:1"));
    }

    [Test]
    public async Task Apply_BrokenSchema_NamesTheField() =>
        Assert.That(
            await FailAsync("apply -f -", Manifests.Gadget("a", 0)),
            Does.Contain("The Gadget \"a\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"));

    [Test]
    public async Task Create_UnknownField_IsRefusedByDefault() =>
        Assert.That(await FailAsync("create -f -", Manifests.Gadget("a", 1) + "\n  nonsense: 1"), Does.Contain("unknown field \"spec.nonsense\""));

    [Test]
    public async Task Create_Twice_SaysAlreadyExists()
    {
        await SucceedAsync("create configmap c --from-literal=a=b");

        Assert.That(await FailAsync("create configmap c --from-literal=a=b"), Does.Contain("configmaps \"c\" already exists"));
    }

    [TestCase("create secret generic s --from-literal=a=b", "secret/s created")]
    [TestCase("create serviceaccount sa", "serviceaccount/sa created")]
    [TestCase("create role r --verb=get --resource=pods", "role.rbac.authorization.k8s.io/r created")]
    [TestCase("create rolebinding rb --role=r --serviceaccount=default:default", "rolebinding.rbac.authorization.k8s.io/rb created")]
    [TestCase("create service clusterip svc --tcp=80", "service/svc created")]
    [TestCase("create deployment d --image=i", "deployment.apps/d created")]
    [TestCase("create job j --image=i", "job.batch/j created")]
    [TestCase("create configmap c --from-literal=a=b", "configmap/c created")]
    [TestCase("create quota q --hard=pods=3", "resourcequota/q created")]
    [TestCase("run p --image=i", "pod/p created")]
    public async Task Create_Generators_MakeTheirKinds(string arguments, string expected) =>
        Assert.That(await SucceedAsync(arguments), Does.StartWith(expected));

    [Test]
    public async Task CreateToken_ServiceAccount_PrintsAToken() =>
        Assert.That(await SucceedAsync("create token default"), Does.Match(@"^[\w-]+\.[\w-]+\.[\w-]+"));

    [TestCase("merge", """{"spec":{"color":"blue"}}""")]
    [TestCase("json", """[{"op":"replace","path":"/spec/color","value":"blue"}]""")]
    public async Task Patch_CustomResource_EveryTypeOffered(string type, string patch)
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        await SucceedAsync($"patch gadget a --type={type} --patch-file=/dev/stdin", patch);

        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.spec.color}"), Is.EqualTo("blue"));
    }

    [Test]
    public async Task Patch_StrategicOnCustomResource_SaysWhatIsAccepted()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        Assert.That(await FailAsync("patch gadget a --type=strategic --patch-file=/dev/stdin", "{}"), Does.Contain("application/merge-patch+json"));
    }

    [TestCase("strategic", """{"data":{"b":"2"}}""")]
    [TestCase("merge", """{"data":{"b":"2"}}""")]
    [TestCase("json", """[{"op":"add","path":"/data/b","value":"2"}]""")]
    public async Task Patch_BuiltIn_EveryType(string type, string patch)
    {
        await SucceedAsync("create configmap c --from-literal=a=1");

        await SucceedAsync($"patch configmap c --type={type} --patch-file=/dev/stdin", patch);

        Assert.That(await SucceedAsync("get configmap c -o jsonpath={.data}"), Is.EqualTo("""{"a":"1","b":"2"}"""));
    }

    [Test]
    public async Task Patch_StatusSubresource_WritesTheStatusOnly()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        await SucceedAsync("patch gadget a --subresource=status --type=merge --patch-file=/dev/stdin", """{"status":{"phase":"Done"},"spec":{"size":9}}""");

        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.status.phase}{.spec.size}"), Is.EqualTo("Done3"));
    }

    [Test]
    public async Task LabelAndAnnotate_SetAndRemove()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        await SucceedAsync("label gadget a color=red");
        await SucceedAsync("annotate gadget a note=hello");
        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.metadata.labels.color}{.metadata.annotations.note}"), Is.EqualTo("redhello"));

        Assert.That(await FailAsync("label gadget a color=blue"), Does.Contain("--overwrite is false"));
        await SucceedAsync("label gadget a color=blue --overwrite");
        await SucceedAsync("annotate gadget a note-");
        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.metadata.labels.color}{.metadata.annotations}"), Is.EqualTo("blue{}").Or.EqualTo("blue"));
    }

    [Test]
    public async Task Replace_StaleObject_SaysConflict()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));
        var stale = await SucceedAsync("get gadget a -o json");
        await SucceedAsync("label gadget a color=red");

        Assert.That(await FailAsync("replace -f -", stale), Does.Contain("(Conflict)").And.Contain("the object has been modified"));
    }

    [Test]
    public async Task Replace_FreshObject_Succeeds()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));
        var gadget = JsonNode.Parse(await SucceedAsync("get gadget a -o json"))!;
        gadget["spec"]!["size"] = 8;

        Assert.That(await SucceedAsync("replace -f -", gadget.ToJsonString()), Does.Contain("replaced"));
        Assert.That(await SucceedAsync("get gadget a -o jsonpath={.spec.size}"), Is.EqualTo("8"));
    }

    [Test]
    public async Task Diff_ChangedManifest_ShowsTheChange()
    {
        await SucceedAsync("apply -f -", Manifests.ConfigMap("c", "one"));

        var result = await Kubectl.RunAsync($"--namespace {Namespace} diff -f -", Manifests.ConfigMap("c", "two"), TestContext.CurrentContext.CancellationToken);

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Output, Does.Contain("-  key: one").And.Contain("+  key: two"));
    }

    [Test]
    public async Task Apply_ServerDryRun_ChangesNothing()
    {
        await SucceedAsync("apply -f - --dry-run=server", Manifests.Gadget("a", 3));

        Assert.That(await FailAsync("get gadget a"), Does.Contain("NotFound"));
    }

    [Test]
    public async Task Scale_Deployment_ChangesReplicas()
    {
        await SucceedAsync("create deployment d --image=i");
        await SucceedAsync("scale deployment d --replicas=3");

        Assert.That(await SucceedAsync("get deployment d -o jsonpath={.spec.replicas}"), Is.EqualTo("3"));
    }
}
