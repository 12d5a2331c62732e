using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Takes the operator's log into a file, so that the table stays on the screen, and counts what is not well.</summary>
internal sealed class DemoLog(string path) : ILogEventSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = File.CreateText(path);
    private readonly RenderedCompactJsonFormatter _format = new();
    private readonly List<string> _failures = [];

    public string Path => path;

    /// <summary>Gets what was logged as an error, and every failed reconcile.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock)
            {
                return [.. _failures];
            }
        }
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_lock)
        {
            _format.Format(logEvent, _file);
            if (logEvent.Level >= LogEventLevel.Error || (logEvent.Level == LogEventLevel.Warning && logEvent.Properties.ContainsKey("Attempt")))
            {
                _failures.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }
}
