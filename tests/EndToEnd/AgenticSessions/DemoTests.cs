using KubeController.Samples.AgenticSessions.Demo;
using Spectre.Console;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>The demo as a user runs it: over a port, in real time.</summary>
[CancelAfter(90_000)]
public sealed class DemoTests
{
    [Test]
    public async Task Run_ThirtySessions_EachEndsAsPlannedAndNothingFails(CancellationToken cancellationToken)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        var isGood = await new DemoRun(console, TimeProvider.System).RunAsync(cancellationToken);
        TestContext.Out.WriteLine(output);
        Assert.That(isGood);
        Assert.That(output.ToString(), Does.Contain("Errors: 0.").And.Contain("Every session ended as planned."));
    }
}
