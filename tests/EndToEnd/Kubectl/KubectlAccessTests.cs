using KubeController.Testing;

namespace KubeController.EndToEnd.Kubectl;

[TestFixture, CancelAfter(60_000)]
public sealed class KubectlAccessTests : KubectlFixture
{
    protected override void Configure(ApiServerOptions options) => options.Rbac = true;

    [Test]
    public async Task CanI_ServiceAccountWithARole_SaysYesAndNo()
    {
        await SucceedAsync("create serviceaccount reader");
        await SucceedAsync("create role reader --verb=get,list --resource=pods");
        await SucceedAsync($"create rolebinding reader --role=reader --serviceaccount={Namespace}:reader");
        var account = $"--as=system:serviceaccount:{Namespace}:reader";

        Assert.That(await SucceedAsync($"auth can-i list pods {account}"), Is.EqualTo("yes\n"));
        Assert.That(await SucceedAsync($"get pods {account}"), Is.Empty);
        Assert.That(await FailAsync($"get secrets {account}"), Does.Contain($"User \"system:serviceaccount:{Namespace}:reader\" cannot list resource \"secrets\""));
        Assert.That(await FailAsync($"auth can-i delete pods {account}"), Is.Empty.Or.Contain("exit"));
        Assert.That(await SucceedAsync("auth can-i delete pods"), Is.EqualTo("yes\n"));
    }
}
