using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Tests.Validation;

internal sealed class ObjectMetaValidatorTests
{
    private static readonly ResourceDefinition ConfigMaps = BuiltInKinds.All.First(kind => kind.Kind == "ConfigMap");

    [TestCase("""{"name":"a.b-c"}""")]
    [TestCase("""{"name":""}""", "metadata.name: Required value: name or generateName is required")]
    [TestCase("""{"name":"a","finalizers":["plain"]}""", "metadata.finalizers[0]: Invalid value: \"plain\": name is neither a standard finalizer name nor is it fully qualified")]
    [TestCase("""{"name":"a","finalizers":["kubernetes","example.com/x"]}""")]
    [TestCase("""{"name":"a","labels":{"k":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}}""", "metadata.labels: Invalid value: \"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\": must be no more than 63 bytes")]
    [TestCase("""{"name":"a","annotations":{"Upper.example.com/Key":"v"}}""")]
    [TestCase(
        """{"name":"a","ownerReferences":[{"apiVersion":"","kind":"","name":"","uid":""}]}""",
        "metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not be empty",
        "metadata.ownerReferences.kind: Invalid value: \"\": must not be empty",
        "metadata.ownerReferences.name: Invalid value: \"\": must not be empty",
        "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty")]
    [TestCase("""{"name":"a","ownerReferences":[{"apiVersion":"a/b/c","kind":"K","name":"n","uid":"u"}]}""", "metadata.ownerReferences.apiVersion: Invalid value: \"a/b/c\": version must not be empty")]
    [TestCase(
        """{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"e","uid":"u"}]}""",
        "metadata.ownerReferences: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: /v1, Kind=Event is disallowed from being an owner")]
    public void ValidateCreate_Metadata_GivesTheFaultsOfTheServer(string metadata, params string[] faults) =>
        Assert.That(ObjectMetaValidator.ValidateCreate(Resource(metadata), ConfigMaps).Select(fault => fault.ToString()), Is.EqualTo(faults));

    [TestCase("namespaces", "a.b", "must not contain dots")]
    [TestCase("services", "1abc", null)]
    [TestCase("roles", "system:Some_Thing", null)]
    [TestCase("roles", "..", "may not be '..'")]
    [TestCase("roles", "a%b", "may not contain '%'")]
    [TestCase("pods", "a.b", null)]
    public void ValidateCreate_NameOfAKind_FollowsItsOwnRule(string plural, string name, string? complaint)
    {
        var faults = ObjectMetaValidator.ValidateCreate(Resource($$"""{"name":"{{name}}"}"""), BuiltInKinds.All.First(kind => kind.Plural == plural));
        Assert.That(faults.Select(fault => fault.Message), Is.EqualTo(complaint is null ? Array.Empty<string>() : [$"Invalid value: \"{name}\": {complaint}"]));
    }

    [Test]
    public void ValidateCreate_AnnotationsAboveTheLimit_AreTooLong()
    {
        var resource = Resource("""{"name":"a"}""");
        resource["metadata"]!["annotations"] = new JsonObject { ["k"] = new string('b', 256 * 1024) };
        Assert.That(ObjectMetaValidator.ValidateCreate(resource, ConfigMaps).Select(fault => fault.ToString()), Is.EqualTo(new[] { "metadata.annotations: Too long: may not be more than 262144 bytes" }));
    }

    [Test]
    public void ValidateUpdate_NewFinalizerWhileDeleting_IsForbidden() =>
        Assert.That(
            Update("""{"name":"a","deletionTimestamp":"t","finalizers":["x/a","x/c"]}""", """{"name":"a","deletionTimestamp":"t","finalizers":["x/a"]}"""),
            Is.EqualTo(new[] { "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"x/c\"}" }));

    [Test]
    public void ValidateUpdate_DeletionGracePeriod_IsImmutable() =>
        Assert.That(Update("""{"name":"a","deletionGracePeriodSeconds":77}""", """{"name":"a"}"""), Is.EqualTo(new[] { "metadata.deletionGracePeriodSeconds: Invalid value: 77: field is immutable" }));

    [Test]
    public void RemoveDuplicates_SameReferenceTwice_KeepsOneAndWarns()
    {
        var resource = Resource("""{"ownerReferences":[{"uid":"u","name":"n"},{"uid":"u","name":"n"},{"uid":"u","name":"other"}]}""");
        Assert.That(OwnerReferenceRules.RemoveDuplicates(resource, isPatch: false).Single(), Does.EndWith("duplicate UID(s) observed: u"));
        Assert.That(resource["metadata"]!["ownerReferences"]!.AsArray(), Has.Count.EqualTo(2));
    }

    private static IEnumerable<string> Update(string metadata, string old) =>
        ObjectMetaValidator.ValidateUpdate(Resource(metadata), Resource(old), ConfigMaps).Select(fault => fault.ToString());

    private static JsonObject Resource(string metadata) => JsonNode.Parse($$"""{"metadata":{{metadata}}}""")!.AsObject();
}
