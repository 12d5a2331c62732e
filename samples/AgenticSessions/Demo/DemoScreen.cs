using System.Globalization;
using KubeController.Samples.AgenticSessions.Sessions;
using Spectre.Console;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Shows the board: as a table that changes in place on a terminal, as lines where the output goes into a file.</summary>
internal sealed class DemoScreen(DemoBoard board, IAnsiConsole console, TimeProvider timeProvider)
{
    private const int BarWidth = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private static readonly SessionPhase[] Phases =
    [
        SessionPhase.Pending, SessionPhase.Creating, SessionPhase.Running, SessionPhase.Stopping, SessionPhase.Stopped, SessionPhase.Completed, SessionPhase.Failed,
    ];

    /// <summary>Shows the board until every session is at an end, or it is cancelled.</summary>
    public Task ShowAsync(CancellationToken cancellationToken) => console.Profile.Out.IsTerminal && console.Profile.Capabilities.Interactive
        ? console.Live(Table()).StartAsync(live => EachPaceAsync(() => live.UpdateTarget(Table()), cancellationToken))
        : ShowLinesAsync(cancellationToken);

    private async Task ShowLinesAsync(CancellationToken cancellationToken)
    {
        var last = string.Empty;
        await EachPaceAsync(
            () =>
            {
                var counts = string.Join("  ", Phases.Select(phase => $"{phase} {board.Count(phase),2}"));
                if (counts != last)
                {
                    console.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{board.Elapsed.TotalSeconds,5:0.0} s  {counts}"));
                    last = counts;
                }
            },
            cancellationToken);
    }

    private async Task EachPaceAsync(Action show, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, timeProvider);
        do
        {
            show();
        }
        while (!board.IsOver && await timer.WaitForNextTickAsync(cancellationToken));
        show();
    }

    private Rows Table()
    {
        var table = new Table().RoundedBorder().AddColumn("Planned end");
        foreach (var phase in Phases)
        {
            table.AddColumn(new TableColumn(phase.ToString()).RightAligned());
        }

        foreach (var end in DemoEnd.All)
        {
            table.AddRow([new Text(end.Name), .. Phases.Select(phase => Cell(board.Count(end, phase), phase))]);
        }

        return new(table, Bar());
    }

    private static Text Cell(int count, SessionPhase phase) => count == 0 ? new Text("·", new Style(Color.Grey)) : new Text(count.ToString(CultureInfo.InvariantCulture), StyleOf(phase));

    private static Style StyleOf(SessionPhase phase) => phase switch
    {
        SessionPhase.Running or SessionPhase.Completed => new(Color.Green),
        SessionPhase.Failed => new(Color.Red),
        SessionPhase.Stopped or SessionPhase.Stopping => new(Color.Yellow),
        _ => new(Color.Blue),
    };

    private Markup Bar()
    {
        var (done, all) = (board.AtTheirEnd, board.Sessions.Count);
        var filled = BarWidth * done / all;
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"[green]{new string('█', filled)}[/][grey]{new string('░', BarWidth - filled)}[/] {done} of {all} at their end, {board.Elapsed.TotalSeconds:0.0} s"));
    }
}
