using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Schemas;

internal sealed class BuiltInDecoderTests
{
    [TestCase("ConfigMap", """{"metadata":{"name":"x","zz":1},"data":{"a":"b"},"nope":1,"Data":{}}""", "metadata.zz,nope,Data", """{"metadata":{"name":"x"},"data":{"a":"b"}}""")]
    [TestCase("ConfigMap", """{"metadata":{"name":"x","labels":{},"generateName":"","creationTimestamp":null},"data":{}}""", "", """{"metadata":{"name":"x"}}""")]
    [TestCase("Role", """{"rules":[]}""", "", """{"rules":null}""")]
    [TestCase("Lease", """{"spec":{"holderIdentity":"","renewTime":"2026-01-02T05:04:05.123456+02:00"}}""", "", """{"spec":{"holderIdentity":"","renewTime":"2026-01-02T03:04:05.123456Z"}}""")]
    [TestCase("Pod", """{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1000m","memory":"1024Mi"}},"bogus":1}]}}""", "spec.containers[0].bogus", """{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}}""")]
    public void Decode_Object_IsBroughtIntoItsStoredForm(string kind, string json, string unknown, string expected)
    {
        var resource = Json(json);
        Assert.That(string.Join(',', BuiltInDecoder.Decode(resource, Definition(kind))), Is.EqualTo(unknown));
        Assert.That(resource.ToJsonString(), Is.EqualTo(expected));
    }

    [TestCase("ConfigMap", """{"data":{"a":1}}""", "json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [TestCase("ConfigMap", """{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [TestCase("Pod", """{"spec":{"containers":[{"env":[{"name":"a","value":5}]}]}}""", "json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string")]
    [TestCase("Pod", """{"spec":"x"}""", "json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec")]
    [TestCase("Pod", """{"spec":{"terminationGracePeriodSeconds":1.5}}""", "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64")]
    [TestCase("Lease", """{"spec":{"renewTime":"2026-01-02T03:04:05Z"}}""", "parsing time \"2026-01-02T03:04:05Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"")]
    [TestCase("Lease", """{"spec":{"renewTime":"soon"}}""", "parsing time \"soon\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"soon\" as \"2006\"")]
    [TestCase("Secret", """{"data":{"a":"%%"}}""", "illegal base64 data at input byte 0")]
    public void Decode_WrongType_IsRefusedInTheWordsOfTheServer(string kind, string json, string message) =>
        Assert.That(() => BuiltInDecoder.Decode(Json(json), Definition(kind)), Throws.TypeOf<DecodeException>().With.Message.EqualTo(message));

    [Test]
    public void Types_OfBuiltInKinds_AreNearlyAllKnown()
    {
        var unknown = BuiltInKinds.All.Where(kind => BuiltInTypes.Of(kind) is null).Select(kind => kind.Plural);
        Assert.That(unknown, Is.EquivalentTo(new[] { "deviceclasses", "resourceclaims", "resourceclaimtemplates", "resourceslices" }));
    }

    [TestCase("500m", "500m")]
    [TestCase("0.5", "500m")]
    [TestCase("1000m", "1")]
    [TestCase("1024Mi", "1Gi")]
    [TestCase("1.5Gi", "1536Mi")]
    [TestCase("2000k", "2M")]
    [TestCase("0", "0")]
    [TestCase("100e3", "100e3")]
    public void Canonical_Quantity_IsTheShortestOfItsFamily(string text, string expected) =>
        Assert.That(Quantity.Canonical(JsonValue.Create(text)), Is.EqualTo(expected));

    private static ResourceDefinition Definition(string kind) => BuiltInKinds.All.First(definition => definition.Kind == kind);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
