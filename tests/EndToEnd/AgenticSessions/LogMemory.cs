using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>Keeps what was logged, and lets a test wait for a line.</summary>
internal sealed class LogMemory : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<string>, Predicate<string>> _waiting = new();

    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    public IReadOnlyList<string> Of(LogLevel level) => [.. _lines.Where(line => line.Level >= level).Select(line => line.Text)];

    public Task<string> WaitForAsync(Predicate<string> matches)
    {
        var fact = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[fact] = matches;
        if (Lines.FirstOrDefault(line => matches(line)) is { } known)
        {
            fact.TrySetResult(known);
        }

        return fact.Task;
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this);

    public void Dispose() => _waiting.Clear();

    private void Write(LogLevel level, string text)
    {
        _lines.Enqueue((level, text));
        foreach (var (fact, matches) in _waiting)
        {
            if (matches(text))
            {
                fact.TrySetResult(text);
            }
        }
    }

    private sealed class Writer(LogMemory memory) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            memory.Write(logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
    }
}
