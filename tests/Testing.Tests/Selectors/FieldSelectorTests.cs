using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Selectors;

namespace KubeController.Testing.Tests.Selectors;

internal sealed class FieldSelectorTests
{
    private static readonly ResourceDefinition Crates = Definition("rec2.example.com", "Crate", "crates", custom: true, "spec.color", "spec.size", "spec.sealed");
    private static readonly ResourceDefinition ConfigMaps = Definition("", "ConfigMap", "configmaps", custom: false);
    private static readonly ResourceDefinition Pods = Definition("", "Pod", "pods", custom: false, "spec.nodeName", "spec.hostNetwork", "status.phase");
    private static readonly ResourceDefinition Jobs = Definition("batch", "Job", "jobs", custom: false, "status.successful");
    private static readonly ResourceDefinition Events = Definition("", "Event", "events", custom: false, "involvedObject.name", "source");
    private static readonly ResourceDefinition Namespaces = Definition("", "Namespace", "namespaces", custom: false, "status.phase") with { Namespaced = false };

    private static readonly JsonObject[] Objects =
    [
        Parse("""{"metadata":{"name":"a","namespace":"n"},"spec":{"color":"red","size":1,"sealed":true}}"""),
        Parse("""{"metadata":{"name":"b","namespace":"n"},"spec":{"color":"blue","size":2,"sealed":false}}"""),
        Parse("""{"metadata":{"name":"c","namespace":"n"},"spec":{"color":"red","plain":"p"}}"""),
        Parse("""{"metadata":{"name":"d","namespace":"n"},"spec":{}}"""),
    ];

    [TestCase("metadata.name=a", "a")]
    [TestCase("metadata.name==a", "a")]
    [TestCase("metadata.name!=a", "bcd")]
    [TestCase("metadata.namespace=n", "abcd")]
    [TestCase("metadata.namespace=other", "")]
    [TestCase("metadata.name=a,metadata.name=b", "")]
    [TestCase("", "abcd")]
    [TestCase("metadata.name=a,", "a")]
    [TestCase("spec.color=red", "ac")]
    [TestCase("spec.color!=red", "bd")]
    [TestCase("spec.color=", "d")]
    [TestCase("spec.size=2", "b")]
    [TestCase("spec.size=02", "")]
    [TestCase("spec.sealed=true", "a")]
    [TestCase("spec.sealed=false", "b")]
    public void Matches_FourObjects_TakesThoseTheServerTakes(string text, string expected)
    {
        var selector = FieldSelector.Parse(text, Crates);
        Assert.That(string.Concat(Objects.Where(selector.Matches).Select(crate => crate["metadata"]!["name"]!.GetValue<string>())), Is.EqualTo(expected));
    }

    [TestCase("spec.plain=p", "field label not supported: spec.plain")]
    [TestCase(".spec.color=red", "field label not supported: .spec.color")]
    [TestCase("=a", "field label not supported: ")]
    [TestCase("metadata.name in (a)", "invalid selector: 'metadata.name in (a)'; can't understand 'metadata.name in (a)'")]
    [TestCase("metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'")]
    [TestCase("spec.color=red\\x", "invalid field selector: invalid escape sequence: \\x")]
    public void Parse_BadText_SaysWhatTheServerSays(string text, string message) =>
        Assert.That(() => FieldSelector.Parse(text, Crates), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Parse_FieldOfKindWithoutLabelsOfItsOwn_NamesTheTwoKnown() =>
        Assert.That(
            () => FieldSelector.Parse("data.x=y", ConfigMaps),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("\"data.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""));

    [Test]
    public void Parse_UnknownFieldOfJobs_NamesTheKind() =>
        Assert.That(
            () => FieldSelector.Parse("status.active=1", Jobs),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("field label \"status.active\" not supported for Job"));

    [Test]
    public void Parse_NamespaceOfClusterScopedKind_IsRefused() =>
        Assert.That(
            () => FieldSelector.Parse("metadata.namespace=x", Namespaces),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("field label not supported: metadata.namespace"));

    [Test]
    public void Matches_PodWithoutHostNetwork_ComparesAsFalse() =>
        Assert.That(FieldSelector.Parse("spec.hostNetwork=false,spec.nodeName=", Pods).Matches(Parse("""{"metadata":{"name":"p"},"spec":{}}""")), Is.True);

    [TestCase("""{"involvedObject":{"name":"p"},"source":{"component":"c"}}""")]
    [TestCase("""{"regarding":{"name":"p"},"reportingController":"c"}""")]
    public void Matches_EventInEitherForm_ReadsItsReferenceAndSource(string resource) =>
        Assert.That(FieldSelector.Parse("involvedObject.name=p,source=c", Events).Matches(Parse(resource)), Is.True);

    [TestCase("metadata.name=a,spec.color=red", "a")]
    [TestCase("metadata.name!=a", null)]
    public void RequiredName_Selector_IsTheNameAskedFor(string text, string? name) =>
        Assert.That(FieldSelector.Parse(text, Crates).RequiredName, Is.EqualTo(name));

    private static ResourceDefinition Definition(string group, string kind, string plural, bool custom, params string[] fields) => new()
    {
        Group = group,
        Version = "v1",
        Kind = kind,
        ListKind = kind + "List",
        Plural = plural,
        Singular = kind,
        Namespaced = true,
        IsCustom = custom,
        SelectableFields = fields,
    };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
