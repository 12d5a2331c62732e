using KubeController.Reconcilers.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>Virtual time and a log that remembers.</summary>
internal sealed class Surroundings
{
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new());

    public FakeTimeProvider Time { get; } = new();

    public IReadOnlyList<FakeLogRecord> Log => _log.GetSnapshot();

    public ILoggerFactory LoggerFactory => new LoggerFactory([new FakeLoggerProvider(_log)], new LoggerFilterOptions { MinLevel = LogLevel.Debug });

    public ControllerSurroundings For(KubeControllerOptions? options = null) => new(Options.Create(options ?? new()), Time, LoggerFactory);
}
