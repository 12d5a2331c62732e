using System.Globalization;
using Spectre.Console;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Says at the end how it went.</summary>
internal sealed record DemoSummary(DemoBoard Board, ApiCallCount Calls, long Reconciles, IReadOnlyList<string> Failures, string LogPath)
{
    public bool IsGood => Board.IsAsPlanned;

    public void Print(IAnsiConsole console)
    {
        var writer = console.Profile.Out.Writer;
        writer.WriteLine();
        Ends(console);
        writer.WriteLine($"All that can run were running after {Seconds(Board.AllRunning)}; all is over after {Seconds(Board.Elapsed)}.");
        var sessions = Board.Sessions.Count;
        var verbs = string.Join(", ", Calls.ByVerb.Select(verb => $"{verb.Key} {PerSession(verb.Value, sessions)}"));
        writer.WriteLine($"API calls per session, over its whole life: {PerSession(Calls.Total, sessions)} ({verbs}); {Calls.Informers} lists and watches for all.");
        writer.WriteLine($"Reconciles: {Reconciles}, {PerSession(Reconciles, sessions)} per session. Errors: {Failures.Count}.");
        foreach (var failure in Failures.Take(10))
        {
            writer.WriteLine($"  {failure}");
        }

        foreach (var session in Board.Sessions.Where(session => !session.IsAtItsEnd))
        {
            writer.WriteLine($"  {session.Name} is {session.Phase} ({session.Reason}), and was to be {session.End.Phase} ({string.Join(" or ", session.End.Reasons)}).");
        }

        writer.WriteLine($"The operator's log: {LogPath}");
        writer.WriteLine(IsGood ? "Every session ended as planned." : "Not every session ended as planned.");
    }

    private void Ends(IAnsiConsole console)
    {
        var table = new Table().RoundedBorder().AddColumn("Planned end").AddColumn("Final phase").AddColumn("Reason");
        table.AddColumn(new TableColumn("Expected").RightAligned()).AddColumn(new TableColumn("Came so").RightAligned());
        foreach (var end in DemoEnd.All)
        {
            var sessions = Board.Sessions.Where(session => session.End == end).ToList();
            table.AddRow(end.Name, end.Phase, string.Join(", ", end.Reasons), Text(sessions.Count), Text(sessions.Count(session => session.IsAtItsEnd)));
        }

        console.Write(table);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.00} s") : "never";

    private static string PerSession(long number, int sessions) => string.Create(CultureInfo.InvariantCulture, $"{number / (double)sessions:0.0}");
}
