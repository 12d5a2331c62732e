using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>Runs the independent writes of a start side by side, each with its step.</summary>
/// <remarks>Other than in a <see cref="KubeController.Reconcilers.WriteStage"/> none is abandoned because another failed: the next try finds done what could be done.</remarks>
internal sealed class StartWrites(NamespacedName session, ILogger logger)
{
    private readonly List<Task<StartException?>> _writes = [];

    public void Start(StartStep step, string what, Func<Task> write) => _writes.Add(RunAsync(step, what, write));

    /// <exception cref="StartException">Some failed. It is terminal if one of them is.</exception>
    public async Task WhenAllAsync()
    {
        var failures = (await Task.WhenAll(_writes)).OfType<StartException>().OrderByDescending(failure => failure.IsTerminal).ToList();
        switch (failures)
        {
            case []:
                return;
            case [var failure]:
                throw failure;
            default:
                var message = string.Join(" ", failures.Select(failure => failure.Message));
                throw new StartException(StartStep.Several, message, failures[0].IsTerminal, new AggregateException(failures));
        }
    }

    private async Task<StartException?> RunAsync(StartStep step, string what, Func<Task> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (Exception error) when (StartException.IsAnswer(error))
        {
            logger.WriteFailed(session, what, error);
            return StartException.Of(step, what, error);
        }
    }
}
