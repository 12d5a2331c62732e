using System.Text.Json.Nodes;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.ManagedFields;

internal sealed class BuiltInFieldTypesTests
{
    [TestCase("Pod", """{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80}]}],"nodeSelector":{"a":"b"}}}""",
        """{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:name":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}},"f:nodeSelector":{}}}""")]
    [TestCase("ConfigMap", """{"metadata":{"finalizers":["a/b"],"ownerReferences":[{"uid":"u","name":"n"}]},"data":{"k":"v"}}""",
        """{"f:data":{"f:k":{}},"f:metadata":{"f:finalizers":{"v:\"a/b\"":{}},"f:ownerReferences":{"k:{\"uid\":\"u\"}":{}}}}""")]
    [TestCase("Service", """{"spec":{"selector":{"a":"b"},"ports":[{"port":80,"name":"x"}]}}""",
        """{"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{}}},"f:selector":{}}}""")]
    public void ToFieldSet_BuiltInKind_FollowsItsMergeKeys(string kind, string json, string fields)
    {
        var obj = new TypedObject((JsonObject)JsonNode.Parse(json)!, BuiltInFieldTypes.Of(BuiltInTypes.Find(kind)!), "v1");
        Assert.That(FieldsV1.Write(obj.ToFieldSet()).ToJsonString(), Is.EqualTo(JsonNode.Parse(fields)!.ToJsonString()));
    }

    [Test]
    public void ErrorOf_SeveralFaults_ListsThem()
    {
        var obj = new TypedObject((JsonObject)JsonNode.Parse("""{"spec":{"nope":1,"containers":{}}}""")!, BuiltInFieldTypes.Of(BuiltInTypes.Find("Pod")!), "v1");
        Assert.That(TypeCheck.ErrorOf(obj), Is.EqualTo("errors:\n  .spec.nope: field not declared in schema\n  .spec.containers: expected list, got &{map[]}"));
    }
}
