using KubeController.Testing.Http;
using KubeController.Testing.Tests.Resources;

namespace KubeController.Testing.Tests.Access;

internal sealed class RoleRulesTests
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private static readonly ApiUser Ann = new("ann", ["system:authenticated"]);

    [TestCase("""{"matchLabels":{"gather":"yes"}}""", 200)]
    [TestCase("""{"matchLabels":{"gather":"no"}}""", 403)]
    [TestCase("""{"matchExpressions":[{"key":"gather","operator":"In","values":["yes","maybe"]}]}""", 200)]
    [TestCase("""{"matchExpressions":[{"key":"gather","operator":"NotIn","values":["yes"]}]}""", 403)]
    [TestCase("""{"matchExpressions":[{"key":"gather","operator":"Exists"}]}""", 200)]
    [TestCase("""{"matchExpressions":[{"key":"gather","operator":"DoesNotExist"}]}""", 403)]
    public async Task Of_AggregatedClusterRole_HasTheRulesOfThoseItSelects(string selector, int code)
    {
        using var api = new TestApi(options => options.Rbac = true);
        await api.PostAsync($"{Rbac}/clusterroles", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"part","labels":{"gather":"yes"}},
             "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}
            """);
        await api.PostAsync($"{Rbac}/clusterroles", $$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"whole"},"aggregationRule":{"clusterRoleSelectors":[{{selector}}]},"rules":[]}
            """);
        await api.PostAsync($"{Rbac}/clusterrolebindings", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"whole"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"whole"},"subjects":[{"kind":"User","name":"ann","apiGroup":"rbac.authorization.k8s.io"}]}
            """);
        Assert.That((await api.SendAsync("GET", TestApi.Pods, null, user: Ann)).Code, Is.EqualTo(code));
    }
}
