using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>The rules that differ from kind to kind, as found by asking a real server about each.</summary>
[TestFixture]
public sealed class KindsTableTests
{
    private static IEnumerable<TestCaseData> Rows() =>
        RecordedStory.Load("kinds-table").Kinds.Select(row => new TestCaseData(row!.AsObject()).SetArgDisplayNames($"{row["apiVersion"]} {row["kind"]}"));

    [TestCaseSource(nameof(Rows))]
    public void Definition_BuiltInKind_HasTheRecordedRules(JsonObject row)
    {
        var definition = BuiltInKinds.All.SingleOrDefault(kind => kind.ApiVersion == row["apiVersion"]!.GetValue<string>() && kind.Kind == row["kind"]!.GetValue<string>());
        if (definition is null)
        {
            Assert.Ignore("The kind is not served.");
        }

        Assert.Multiple(() =>
        {
            Assert.That(definition!.Plural, Is.EqualTo(row["resource"]!.GetValue<string>()));
            Assert.That(definition.HasGeneration, Is.EqualTo(row["generationAtCreate"] is not null), "has a generation");
            Assert.That(definition.AllowsUnconditionalUpdate, Is.EqualTo(row["putWithoutResourceVersion"]!.GetValue<int>() == 200), "PUT without resourceVersion");
            Assert.That(definition.AllowsCreateOnUpdate, Is.EqualTo(row["putOfMissing"]!.GetValue<int>() == 201), "PUT of a missing name");
        });
    }
}
