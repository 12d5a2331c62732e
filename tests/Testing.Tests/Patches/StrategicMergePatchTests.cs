using System.Text.Json.Nodes;
using KubeController.Testing.Patches;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Patches;

internal sealed class StrategicMergePatchTests
{
    [TestCase("""{"containers":[{"name":"side","image":"s:2"}]}""", """{"containers":[{"name":"c","image":"i:1"},{"name":"side","image":"s:2"}]}""", TestName = "containers merge by name")]
    [TestCase("""{"containers":[{"name":"added","image":"a:1"}]}""", """{"containers":[{"name":"added","image":"a:1"},{"name":"c","image":"i:1"},{"name":"side","image":"s:1"}]}""", TestName = "a new container comes first")]
    [TestCase("""{"containers":[{"name":"c","$patch":"delete"}]}""", """{"containers":[{"name":"side","image":"s:1"}]}""", TestName = "$patch delete takes an item out")]
    [TestCase("""{"containers":[{"$patch":"replace"},{"name":"new","image":"n:1"}]}""", """{"containers":[{"name":"new","image":"n:1"}]}""", TestName = "$patch replace replaces the list")]
    [TestCase("""{"$setElementOrder/containers":[{"name":"side"},{"name":"c"}],"containers":[{"name":"side","image":"s:3"}]}""", """{"containers":[{"name":"side","image":"s:3"},{"name":"c","image":"i:1"}]}""", TestName = "$setElementOrder orders")]
    [TestCase("""{"$setElementOrder/containers":[{"name":"side"},{"name":"c"}]}""", """{"containers":[{"name":"side","image":"s:1"},{"name":"c","image":"i:1"}]}""", TestName = "$setElementOrder alone orders")]
    public void Apply_PatchOfContainers_MergesAsTheServerDoes(string patch, string expected) =>
        Assert.That(
            Apply("""{"containers":[{"name":"c","image":"i:1"},{"name":"side","image":"s:1"}]}""", patch, "PodSpec"),
            Is.EqualTo(expected));

    [TestCase("""{"env":[{"name":"B","value":"22"},{"name":"C","value":"3"}],"args":["only"]}""", """{"env":[{"name":"A","value":"1"},{"name":"B","value":"22"},{"name":"C","value":"3"}],"args":["only"]}""")]
    [TestCase("""{"env":[{"name":"A","$patch":"delete"}]}""", """{"env":[{"name":"B","value":"2"}],"args":["one","two"]}""")]
    public void Apply_PatchOfOneContainer_MergesEnvAndReplacesArgs(string patch, string expected) =>
        Assert.That(Apply("""{"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"args":["one","two"]}""", patch, "Container"), Is.EqualTo(expected));

    [TestCase("""{"labels":{"a":null,"c":"3"}}""", """{"labels":{"b":"2","c":"3"},"finalizers":["x/a","x/b"]}""")]
    [TestCase("""{"labels":{"$patch":"replace","only":"1"}}""", """{"labels":{"only":"1"},"finalizers":["x/a","x/b"]}""")]
    [TestCase("""{"labels":{"$patch":"delete"}}""", """{"labels":{},"finalizers":["x/a","x/b"]}""")]
    [TestCase("""{"finalizers":["x/c"]}""", """{"labels":{"a":"1","b":"2"},"finalizers":["x/c","x/a","x/b"]}""")]
    [TestCase("""{"$deleteFromPrimitiveList/finalizers":["x/a"]}""", """{"labels":{"a":"1","b":"2"},"finalizers":["x/b"]}""")]
    [TestCase("""{"$setElementOrder/finalizers":["x/b","x/a"]}""", """{"labels":{"a":"1","b":"2"},"finalizers":["x/b","x/a"]}""")]
    [TestCase("""{"annotations":{"n":"1","gone":null}}""", """{"labels":{"a":"1","b":"2"},"finalizers":["x/a","x/b"],"annotations":{"n":"1"}}""")]
    public void Apply_PatchOfMetadata_ObeysTheDirectives(string patch, string expected) =>
        Assert.That(Apply("""{"labels":{"a":"1","b":"2"},"finalizers":["x/a","x/b"]}""", patch, "ObjectMeta"), Is.EqualTo(expected));

    [Test]
    public void Apply_RetainKeys_DropsTheOtherMembers() =>
        Assert.That(
            Apply("""{"volumes":[{"name":"v","emptyDir":{}}]}""", """{"volumes":[{"name":"v","$retainKeys":["name","configMap"],"configMap":{"name":"cm"}}]}""", "PodSpec"),
            Is.EqualTo("""{"volumes":[{"name":"v","configMap":{"name":"cm"}}]}"""));

    [Test]
    public void Apply_ListWithoutMergeKey_IsReplaced() =>
        Assert.That(
            Apply("""{"tolerations":[{"key":"k","operator":"Exists"}]}""", """{"tolerations":[{"key":"other","operator":"Exists"}]}""", "PodSpec"),
            Is.EqualTo("""{"tolerations":[{"key":"other","operator":"Exists"}]}"""));

    [Test]
    public void Apply_ServicePorts_MergeByPortAndKeepTheirOrder() =>
        Assert.That(
            Apply("""{"ports":[{"name":"a","port":80},{"name":"b","port":81}]}""", """{"ports":[{"port":81,"targetPort":"web"},{"name":"c","port":82}]}""", "ServiceSpec"),
            Is.EqualTo("""{"ports":[{"name":"a","port":80},{"name":"b","port":81,"targetPort":"web"},{"name":"c","port":82}]}"""));

    [TestCase("""{"containers":[{"image":"a:1"}]}""", "map: map[image:a:1] does not contain declared merge key: name")]
    [TestCase("""{"containers":[{"name":"new","$patch":"smash"}]}""", "unknown patch type: smash in map: map[$patch:smash name:new]")]
    public void Apply_PatchThatBreaksTheRules_Is500WithoutAReason(string patch, string message)
    {
        var error = Assert.Throws<PatchException>(() => Apply("""{"containers":[{"name":"new"}]}""", patch, "PodSpec"));
        Assert.That((error!.Code, error.Reason, error.Message), Is.EqualTo((500, "", message)));
    }

    [Test]
    public void Apply_TextForAList_Is422WithThePatchAsCause()
    {
        var error = Assert.Throws<PatchException>(() => Apply("""{"template":{"spec":{}}}""", """{"template":{"spec":{"containers":"text"}}}""", "PodTemplate"));
        Assert.That(error!.Code, Is.EqualTo(422));
        Assert.That(error.Causes[0].Message, Is.EqualTo("Invalid value: \"map[template:map[spec:map[containers:text]]]\": cannot restore slice from string"));
    }

    private static string Apply(string target, string patch, string type) =>
        StrategicMergePatch.Apply(JsonNode.Parse(target)!.AsObject(), JsonNode.Parse(patch)!.AsObject(), BuiltInTypes.Find(type)).ToJsonString();
}
