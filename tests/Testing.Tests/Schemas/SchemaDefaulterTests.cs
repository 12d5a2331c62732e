using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Schemas;

internal sealed class SchemaDefaulterTests
{
    [TestCase("""{"name":"abc","nested":{}}""", """{"name":"abc","nested":{"a":"na"},"mode":"fast","count":3,"maybeDef":"d","notNull":"nn","nestedDef":{"a":"nda"}}""")]
    [TestCase("""{"maybe":null,"maybeDef":null,"notNull":null,"mail":null,"nested":null}""", """{"maybe":null,"maybeDef":null,"notNull":"nn","mode":"fast","count":3,"nestedDef":{"a":"nda"}}""")]
    [TestCase("""{"list":[{},{"v":1}],"ports":[{"port":1}]}""", """{"list":[{"v":7},{"v":1}],"ports":[{"port":1,"proto":"TCP"}],"mode":"fast","count":3,"maybeDef":"d","notNull":"nn","nestedDef":{"a":"nda"}}""")]
    public void Default_Spec_IsCompletedAsTheServerDoes(string spec, string expected)
    {
        var mold = MoldSchema.WithSpec(spec);
        SchemaDefaulter.Default(mold, MoldSchema.Schema);
        Assert.That(JsonNode.DeepEquals(mold["spec"], JsonNode.Parse(expected)), Is.True, mold["spec"]!.ToJsonString());
    }

    [Test]
    public void Default_CalledTwice_ChangesNothingMore()
    {
        var mold = MoldSchema.WithSpec("""{"name":"abc"}""");
        SchemaDefaulter.Default(mold, MoldSchema.Schema);
        var once = mold.ToJsonString();
        SchemaDefaulter.Default(mold, MoldSchema.Schema);
        Assert.That(mold.ToJsonString(), Is.EqualTo(once));
    }
}
