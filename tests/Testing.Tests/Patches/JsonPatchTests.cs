using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Patches;

namespace KubeController.Testing.Tests.Patches;

internal sealed class JsonPatchTests
{
    private const string Target = """{"spec":{"mode":"a","tags":["first","a","z"],"nested":{"b":"1"}}}""";

    [TestCase("""[{"op":"add","path":"/spec/tags/-","value":"new"},{"op":"add","path":"/spec/tags/0","value":"zero"}]""", """["zero","first","a","z","new"]""", "tags")]
    [TestCase("""[{"op":"replace","path":"/spec/tags/-1","value":"neg"}]""", """["first","a","neg"]""", "tags")]
    [TestCase("""[{"op":"remove","path":"/spec/tags/1"}]""", """["first","z"]""", "tags")]
    [TestCase("""[{"op":"replace","path":"/spec/text","value":"added"}]""", "\"added\"", "text")]
    [TestCase("""[{"op":"test","path":"/spec/none","value":null},{"op":"test","path":"/spec/mode","value":"a"}]""", "\"a\"", "mode")]
    [TestCase("""[{"op":"copy","from":"/spec/nested/b","path":"/spec/nested/c"}]""", """{"b":"1","c":"1"}""", "nested")]
    [TestCase("""[{"op":"move","from":"/spec/nested/b","path":"/spec/mode"}]""", "\"1\"", "mode")]
    [TestCase("""[{"op":"add","path":"/spec/opts","value":{}},{"op":"add","path":"/spec/opts/x~0y","value":1},{"op":"add","path":"/spec/opts/a.b~1c","value":2}]""", """{"x~y":1,"a.b/c":2}""", "opts")]
    [TestCase("""[{"op":"replace","path":"","value":{"spec":{"mode":"whole"}}}]""", "\"whole\"", "mode")]
    public void Apply_Operations_ChangeTheTarget(string patch, string expected, string field) =>
        Assert.That(Apply(patch)["spec"]![field]!.ToJsonString(), Is.EqualTo(expected));

    [TestCase("""[{"op":"test","path":"/spec/mode","value":"q"}]""")]
    [TestCase("""[{"op":"test","path":"/spec/none","value":"q"}]""")]
    [TestCase("""[{"op":"replace","path":"/spec/free/x","value":"q"}]""")]
    [TestCase("""[{"op":"replace","path":"/spec/tags/7","value":"q"}]""")]
    [TestCase("""[{"op":"remove","path":"/spec/text"}]""")]
    [TestCase("""[{"op":"add","path":"/spec/free/x/y","value":1}]""")]
    [TestCase("""[{"op":"add","path":"/spec/tags/9","value":"x"}]""")]
    [TestCase("""[{"op":"grow","path":"/spec/mode","value":"q"}]""")]
    [TestCase("""[{"op":"add","value":"q"}]""")]
    [TestCase("""[{"path":"/spec/mode","value":"a"}]""")]
    [TestCase("""[{"op":"move","path":"/spec/mode"}]""")]
    public void Apply_OperationThatDoesNotFit_Is422WithEmptyDetails(string patch)
    {
        var error = Assert.Throws<PatchException>(() => Apply(patch));
        Assert.That(
            (error!.Code, error.Reason, error.Message, error.HasDetails, error.Causes.Count),
            Is.EqualTo((422, "Invalid", "the server rejected our request due to an error in our request", true, 0)));
    }

    [TestCase("""{"op":"add","path":"/spec/mode","value":"a"}""", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [TestCase("[{", "error decoding patch: unexpected end of JSON input")]
    [TestCase("[1]", "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    public void Apply_DocumentThatIsNoJsonPatch_Is400(string patch, string message)
    {
        var error = Assert.Throws<PatchException>(() => Apply(patch));
        Assert.That((error!.Code, error.Message), Is.EqualTo((400, message)));
    }

    [TestCase(10_000, 200)]
    [TestCase(10_001, 413)]
    public void Apply_ManyOperations_AreRefusedAboveTenThousand(int count, int code)
    {
        var patch = $"[{string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/spec/mode","value":"a"}""", count))}]";
        if (code == 200)
        {
            Assert.That(() => Apply(patch), Throws.Nothing);
            return;
        }

        var error = Assert.Throws<PatchException>(() => Apply(patch));
        Assert.That(
            (error!.Code, error.Reason, error.Message),
            Is.EqualTo((413, "RequestEntityTooLarge", "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001")));
    }

    [Test]
    public void Apply_UnknownMemberOfAnOperation_Warns()
    {
        var warnings = new List<string>();
        JsonPatch.Apply(JsonNode.Parse(Target)!, """[{"op":"add","path":"/spec/text","value":"um","extra":1}]"""u8, warnings);
        Assert.That(warnings, Is.EqualTo(new[] { "json patch unknown field \"[0].extra\"" }));
    }

    private static JsonNode Apply(string patch) => JsonPatch.Apply(JsonNode.Parse(Target)!, Encoding.UTF8.GetBytes(patch), []);
}
