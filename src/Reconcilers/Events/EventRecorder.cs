using System.Diagnostics.Metrics;
using System.Reflection;
using System.Security.Cryptography;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Events;
using KubeController.Reconcilers.Writing;
using KubeController.WorkQueues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <summary>Tells people what a controller does to an object, as events of <c>events.k8s.io/v1</c>, which <c>kubectl describe</c> shows.</summary>
/// <remarks>
/// <para>Recording never waits and never throws for what the server, the network or the texts are like: events are sent in the background, a few times if they do not get
/// through, and what does not find room is dropped, counted and logged. They are for people: build nothing on them.</para>
/// <para>The same event (type, reason, action and objects; the note does not count) within <see cref="EventRecorderOptions.SeriesTimeout"/> becomes a series: one object with
/// the note of the first, and a count that is sent with the second, every <see cref="EventRecorderOptions.SeriesRefresh"/>, and when it is over.</para>
/// <para>Whoever may read events may read the note: that no secret is in it is the caller's duty. Texts of exceptions and of others' answers can hold one.</para>
/// <para>Thread-safe. A host runs it (<see cref="KubeControllerServiceCollectionExtensions"/>); what is recorded before it runs waits.
/// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/</para>
/// </remarks>
public sealed class EventRecorder : IDisposable
{
    private const int Senders = 4;
    private const string NoNamespace = "default";

    private readonly EventBook _book;
    private readonly EventNames _names;
    private readonly EventSender _sender;
    private readonly EventLosses _losses;
    private readonly WorkQueue<EventKey> _queue;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _drainTimeout;
    private readonly string _controller;
    private readonly string _instance;
    private int _hasRun;

    /// <summary>Initializes a recorder. It sends nothing until it is run.</summary>
    /// <param name="client">The client to send with; it stays the caller's.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for that of the system.</param>
    /// <param name="random">Where chance comes from, for names and delays: numbers from 0 (inclusive) to 1 (exclusive); <see langword="null"/> for a generator of its own.</param>
    /// <param name="loggerFactory">Where messages go; <see langword="null"/> for nowhere.</param>
    /// <param name="meterFactory">What makes the meter <c>KubeController.Reconcilers</c>, on which is counted what was sent and what was lost; <see langword="null"/> for none.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public EventRecorder(
        ResourceClient client,
        EventRecorderOptions? options = null,
        TimeProvider? timeProvider = null,
        Func<double>? random = null,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new();
        if (new EventRecorderOptionsValidator().Validate(null, options) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException(nameof(EventRecorderOptions), typeof(EventRecorderOptions), failures);
        }

        _timeProvider = timeProvider ?? TimeProvider.System;
        _drainTimeout = options.DrainTimeout;
        _controller = options.ReportingController ?? NameOfProgram();
        _instance = EventText.Fit(options.ReportingInstance ?? $"{_controller}-{Environment.MachineName}", EventText.LongestWord);
        var queue = new WorkQueueOptions<EventKey> { TimeProvider = _timeProvider, Backoff = new ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)) };
        queue.Random = random ?? queue.Random;
        _queue = new(queue);
        _book = new(options);
        _names = new(_timeProvider, random ?? new Random(RandomNumberGenerator.GetInt32(int.MaxValue)).NextDouble);
        _losses = new((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeController.Reconcilers"), meterFactory is null ? null : WritingInstruments.Of(meterFactory), options.Capacity);
        _sender = new(client, _book, _names, _losses, _timeProvider, options.MaxAttempts);
    }

    /// <summary>Gets how many events were lost so far: for want of room, because the server refused them, or did not answer until they were given up.</summary>
    public long LostCount => _losses.Count;

    /// <summary>Gets how many events wait to be sent, of which a series counts as one.</summary>
    public int WaitingCount => _book.Unsent;

    /// <summary>Records that something went as it should.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="regarding">The object that it is about; an event of a cluster-scoped one is kept in the namespace <c>default</c>.</param>
    /// <param name="reason">Why, in one word such as <c>ScaledUp</c>, of at most 128 bytes; more is cut off. Empty, there is no event.</param>
    /// <param name="note">What happened, for people. At most 1,024 bytes of UTF-8; more is cut off. No secrets: see above.</param>
    /// <param name="action">What was done, in one word; <see langword="null"/> for the same as the reason.</param>
    /// <param name="related">Another object that it is about; <see langword="null"/> for none.</param>
    public void Normal<T>(T regarding, string reason, string note, string? action = null, IKubernetesObject<V1ObjectMeta>? related = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => Record("Normal", regarding, reason, note, action, related);

    /// <summary>Records that something went as it should not.</summary>
    /// <typeparam name="T">The model of the object.</typeparam>
    /// <param name="regarding">The object that it is about; an event of a cluster-scoped one is kept in the namespace <c>default</c>.</param>
    /// <param name="reason">Why, in one word such as <c>QuotaExceeded</c>, of at most 128 bytes; more is cut off. Empty, there is no event.</param>
    /// <param name="note">What happened, for people. At most 1,024 bytes of UTF-8; more is cut off. No secrets: see above.</param>
    /// <param name="action">What was done or tried, in one word; <see langword="null"/> for the same as the reason.</param>
    /// <param name="related">Another object that it is about; <see langword="null"/> for none.</param>
    public void Warning<T>(T regarding, string reason, string note, string? action = null, IKubernetesObject<V1ObjectMeta>? related = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => Record("Warning", regarding, reason, note, action, related);

    /// <summary>Sends what is recorded until the token is cancelled, and then what still waits, for <see cref="EventRecorderOptions.DrainTimeout"/> at most; once only.</summary>
    /// <param name="cancellationToken">Stops the recorder: what is recorded from then on is lost, and counted.</param>
    /// <returns>A task that ends when nothing is sent any more. What could not be sent does not fail it.</returns>
    /// <exception cref="InvalidOperationException">The recorder was run before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasRun, 1) != 0)
        {
            throw new InvalidOperationException("The event recorder was run before, and can be run once only. Create another one.");
        }

        using var impatience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _timeProvider);
        await using var stop = cancellationToken.Register(() =>
        {
            impatience.CancelAfter(_drainTimeout);
            foreach (var key in _book.Close())
            {
                _queue.Add(key);
            }

            _queue.ShutDown();
        });
        await new WorkerPool<EventKey>(_queue, _sender.SendAsync, Senders).RunAsync(CancellationToken.None, impatience.Token);
        _losses.Unsent(_book.Unsent);
    }

    /// <summary>Releases the timer of the recorder; what was not sent is not sent any more. Let <see cref="RunAsync"/> end before.</summary>
    public void Dispose() => _queue.Dispose();

    private static string NameOfProgram()
    {
        var name = (Assembly.GetEntryAssembly()?.GetName().Name ?? "kubecontroller").Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '-');
        return EventText.Fit(string.Concat(name).Trim('-', '.'), 63).TrimEnd('-', '.');
    }

    private void Record<T>(string type, T regarding, string reason, string note, string? action, IKubernetesObject<V1ObjectMeta>? related)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(regarding);
        if (string.IsNullOrEmpty(reason))
        {
            _losses.WithoutReason(NamespacedName.Of(regarding));
            return;
        }

        var now = _timeProvider.GetUtcNow();
        var recorded = new Eventsv1Event
        {
            Type = type,
            Reason = EventText.Fit(reason, EventText.LongestWord),
            Action = EventText.Fit(string.IsNullOrEmpty(action) ? reason : action, EventText.LongestWord),
            Note = EventText.Fit(note ?? string.Empty, EventText.LongestNote),
            Regarding = ObjectReferences.To(regarding),
            Related = related is null ? null : ObjectReferences.To(related),
            ReportingController = _controller,
            ReportingInstance = _instance,
            EventTime = now.UtcDateTime,
        };
        var key = EventKey.Of(recorded);
        switch (_book.Note(key, () => Named(recorded), now))
        {
            case EventNotice.ToBeSent: _queue.Add(key); break;
            case EventNotice.Dropped: _losses.Dropped(key); break;
            default: break;
        }
    }

    private Eventsv1Event Named(Eventsv1Event recorded)
    {
        var space = recorded.Regarding.NamespaceProperty is { Length: > 0 } own ? own : NoNamespace;
        recorded.Metadata = new() { Name = _names.Next(recorded.Regarding.Name ?? string.Empty), NamespaceProperty = space };
        return recorded;
    }
}
