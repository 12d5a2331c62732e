using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KubeController.Reconcilers.Hosting;

/// <summary>The options of one controller, as they are now: read again when their configuration is.</summary>
internal sealed class ControllerSettings : IDisposable
{
    private readonly string _controller;
    private readonly Func<ControllerOptions> _read;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _registrations;
    private volatile ControllerOptions _current;
    private Action<ControllerOptions>? _onChange;

    /// <param name="controller">The controller.</param>
    /// <param name="read">Makes the options anew, and checks them.</param>
    /// <param name="changes">Say when that is worth it.</param>
    /// <param name="logger">Where refused options are told.</param>
    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public ControllerSettings(string controller, Func<ControllerOptions> read, IEnumerable<Func<IChangeToken>> changes, ILogger logger)
    {
        (_controller, _read, _logger, _current) = (controller, read, logger, read());
        _registrations = [.. changes.Select(change => ChangeToken.OnChange(change, Reload))];
    }

    public ControllerOptions Current => _current;

    /// <summary>Sets who is told of new options.</summary>
    public void OnChange(Action<ControllerOptions> tell) => _onChange = tell;

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void Reload()
    {
        try
        {
            _current = _read();
            _onChange?.Invoke(_current);
        }
        catch (Exception error)
        {
            // Of validation or of binding. Whoever edits a file while we run does not stop us by a slip.
            _logger.OptionsRefused(_controller, error);
        }
    }
}
