using System.CommandLine;
using KubeController.Samples.AgenticSessions.Demo;
using Spectre.Console;

namespace KubeController.Samples.AgenticSessions.Commands;

/// <summary><c>demo</c>: the operator against a cluster of its own, with thirty sessions.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Runs thirty sessions in a cluster of its own, and ends with 0 if each ended as planned. Needs nothing, and takes less than a minute.");
        command.SetAction(async (_, cancellationToken) =>
            await new DemoRun(AnsiConsole.Console, TimeProvider.System).RunAsync(cancellationToken) ? 0 : 1);
        return command;
    }
}
