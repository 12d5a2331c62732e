using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Controllers;

[TestFixture]
public sealed class PodAnnotationsTests
{
    [Test]
    public void FromAnnotations_NameWithDot_SpeaksOfThatContainer()
    {
        var script = PodScript.FromAnnotations(Pod(("run-seconds", "0.5"), ("run-seconds.sidecar", "2"), ("stop-exit-code.sidecar", "0")));

        Assert.Multiple(() =>
        {
            Assert.That(script.Containers["main"].RunFor, Is.EqualTo(TimeSpan.FromSeconds(0.5)));
            Assert.That(script.Containers["sidecar"].RunFor, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(script.Containers["sidecar"].StopExitCode, Is.Zero);
        });
    }

    [Test]
    public void FromAnnotations_ExitCodeWithoutTime_RunsForOneSecond() =>
        Assert.That(PodScript.FromAnnotations(Pod(("exit-code", "2"))).Containers["main"].RunFor, Is.EqualTo(TimeSpan.FromSeconds(1)));

    [TestCase("run-seconds", "soon", "The annotation 'testing.kubecontroller.dev/run-seconds' is 'soon'; a number of seconds such as 0.5 is needed.")]
    [TestCase("exit-code", "-1", "The annotation 'testing.kubecontroller.dev/exit-code' is '-1'; a whole number is needed.")]
    [TestCase("runs", "1", "The annotation 'testing.kubecontroller.dev/runs' is unknown to the pod runner.")]
    public void FromAnnotations_BadAnnotation_NamesIt(string name, string value, string message) =>
        Assert.That(() => PodScript.FromAnnotations(Pod((name, value))), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    private static JsonObject Pod(params (string Name, string Value)[] annotations) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create<string, JsonNode?>(PodScript.AnnotationPrefix + pair.Name, pair.Value))),
        },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main" }, new JsonObject { ["name"] = "sidecar" }) },
    };
}
