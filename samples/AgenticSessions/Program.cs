using System.CommandLine;
using KubeController.Samples.AgenticSessions.Commands;

// The host ends on SIGINT and SIGTERM by itself, and takes its time for it.
return await new RootCommand("An operator for coding sessions that agents work on.") { RunCommand.Create(), DemoCommand.Create() }
    .Parse(args)
    .InvokeAsync(new() { ProcessTerminationTimeout = null });
