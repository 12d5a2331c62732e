using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Schemas;

internal sealed class SchemaPrunerTests
{
    [TestCase("""{"name":"abc","nope":1,"nested":{"zz":1}}""", "spec.nested.zz,spec.nope", """{"name":"abc","nested":{}}""")]
    [TestCase("""{"keep":{"known":"k","un":{"x":[1,2.5,null]}},"free":{"a":"b"},"any":[1,"x",{"y":null}]}""", "", """{"keep":{"known":"k","un":{"x":[1,2.5,null]}},"free":{"a":"b"},"any":[1,"x",{"y":null}]}""")]
    [TestCase(
        """{"emb":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","bogus":1,"labels":{"a":"b"}},"spec":{"q":1}}}""",
        "spec.emb.metadata.bogus",
        """{"emb":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"b"}},"spec":{"q":1}}}""")]
    [TestCase("""{"tags":{"a":1}}""", "spec.tags.a", """{"tags":{}}""")]
    [TestCase("""{"list":[{"v":1},{"w":1}]}""", "spec.list[1].w", """{"list":[{"v":1},{}]}""")]
    [TestCase("""{"count":5.0,"any":[1.0,1e3,1.50,-0,12345678901234567890]}""", "", """{"count":5,"any":[1,1000,1.5,0,12345678901234567000]}""")]
    [TestCase("""{"big":9223372036854775807}""", "", """{"big":9223372036854775807}""")]
    public void Prune_Spec_KeepsWhatTheSchemaKnows(string spec, string unknown, string expected)
    {
        var mold = MoldSchema.WithSpec(spec);
        var paths = SchemaPruner.Prune(mold, MoldSchema.Schema);
        Assert.That(string.Join(',', paths), Is.EqualTo(unknown));
        Assert.That(mold["spec"]!.ToJsonString(), Is.EqualTo(expected));
    }

    [Test]
    public void Prune_UnknownRootAndMetadataFields_AreNamedInOrder()
    {
        var mold = MoldSchema.WithSpec("""{"nope":1}""");
        mold["extra"] = 1;
        mold["metadata"]!["bogus"] = 1;
        Assert.That(SchemaPruner.Prune(mold, MoldSchema.Schema), Is.EqualTo(new[] { "extra", "metadata.bogus", "spec.nope" }));
    }

    [TestCase("\"x\"", "json: cannot unmarshal string into Go value of type v1.ObjectMeta")]
    [TestCase("""{"labels":{"a":1}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string")]
    [TestCase("""{"name":5}""", "json: cannot unmarshal number into Go struct field ObjectMeta.name of type string")]
    public void Prune_MetadataOfAWrongType_IsRefused(string metadata, string message)
    {
        var mold = MoldSchema.WithSpec("{}");
        mold["metadata"] = System.Text.Json.Nodes.JsonNode.Parse(metadata);
        Assert.That(() => SchemaPruner.Prune(mold, MoldSchema.Schema), Throws.TypeOf<DecodeException>().With.Message.EqualTo(message));
    }
}
